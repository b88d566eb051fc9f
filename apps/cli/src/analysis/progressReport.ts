import type { Progress } from "@unitscope/core/run/ports";
import { Presets, SingleBar } from "cli-progress";
import type { Terminal } from "../terminal.js";

/** A file or a cluster's log gets a line at most this often. */
const LINE_EVERY_MS = 10_000;

/** Tells how an analysis goes on. */
export interface ProgressReport {
  update(progress: Progress): void;
  /** Leaves what is shown as it is; later text begins on a new line. */
  stop(): void;
}

/** A bar with evaluations a second and the time left on a terminal, a line now and then elsewhere. */
export function progressReport({ stderr }: Terminal): ProgressReport {
  return stderr.isTTY ? barReport(stderr as NodeJS.WriteStream) : lineReport(stderr);
}

function barReport(stream: NodeJS.WriteStream): ProgressReport {
  const rate = new Rate();
  const bar = new SingleBar(
    {
      format: "{bar} {percentage}%  {value}/{total} evaluations  {rate}/s  {left}",
      stream,
      barsize: 28,
      hideCursor: true,
      gracefulExit: false,
      linewrap: false,
    },
    Presets.shades_classic,
  );
  // Gives the cursor back, also when a second Ctrl-C ends the process at once.
  const end = () => bar.stop();
  return {
    update: (progress) => {
      const { evaluationsDone: done, evaluationsPlanned: planned } = progress;
      const payload = { rate: rate.of(progress).toFixed(1), left: rate.left(progress) };
      if (!bar.isActive) {
        bar.start(planned, done, payload);
        process.once("exit", end);
      }
      bar.update(done, payload);
    },
    stop: () => {
      process.off("exit", end);
      if (bar.isActive) bar.stop();
    },
  };
}

function lineReport(stream: NodeJS.WritableStream): ProgressReport {
  const rate = new Rate();
  let told = Number.NEGATIVE_INFINITY;
  return {
    update: (progress) => {
      const perSecond = rate.of(progress);
      if (Date.now() - told < LINE_EVERY_MS) return;
      told = Date.now();
      const { evaluationsDone: done, evaluationsPlanned: planned } = progress;
      const pace = perSecond > 0 ? `, ${perSecond.toFixed(1)}/s, ${rate.left(progress)}` : "";
      stream.write(`${done} of ${planned} evaluations (${Math.floor((100 * done) / planned)} %)${pace}\n`);
    },
    stop: () => undefined,
  };
}

/** Evaluations a second since the start of this process; what an earlier one did does not count. */
class Rate {
  private start: { readonly at: number; readonly done: number } | undefined;

  of({ evaluationsDone: done }: Progress): number {
    this.start ??= { at: Date.now(), done };
    const seconds = (Date.now() - this.start.at) / 1000;
    return seconds > 0 ? (done - this.start.done) / seconds : 0;
  }

  left(progress: Progress): string {
    const perSecond = this.of(progress);
    if (perSecond === 0) return "";
    const seconds = Math.ceil((progress.evaluationsPlanned - progress.evaluationsDone) / perSecond);
    return `${durationText(seconds)} left`;
  }
}

/** 75 s, 12 min, 3 h 20 min. */
export function durationText(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
