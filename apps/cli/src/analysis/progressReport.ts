import type { Progress } from "@unitscope/core/commandLine";
import { Presets, SingleBar } from "cli-progress";
import type { Terminal } from "../terminal.js";

/** A file or a cluster's log gets a line at most this often. */
const LINE_EVERY_MS = 10_000;
/** Work that is quiet at first shows no bar before. */
const QUIET_MS = 1_000;

/** Tells how work goes on. */
export interface CountReport {
  update(done: number, total: number): void;
  /** Leaves what is shown as it is; later text begins on a new line. */
  stop(): void;
}

/** Tells how an analysis goes on. */
export interface ProgressReport {
  update(progress: Progress): void;
  stop(): void;
}

/** How a count is told. */
interface CountOptions {
  /** What is counted: "evaluations". */
  readonly unit: string;
  /** Says nothing of work that is done within seconds. */
  readonly isQuietAtFirst?: boolean;
}

/** Evaluations, their pace and the time left. */
export function progressReport(terminal: Terminal): ProgressReport {
  const report = countReport(terminal, { unit: "evaluations" });
  return {
    update: ({ evaluationsDone, evaluationsPlanned }) => report.update(evaluationsDone, evaluationsPlanned),
    stop: () => report.stop(),
  };
}

/** A bar with the pace and the time left on a terminal, a line now and then elsewhere. */
export function countReport({ stderr }: Terminal, options: CountOptions): CountReport {
  return stderr.isTTY ? barReport(stderr as NodeJS.WriteStream, options) : lineReport(stderr, options);
}

function barReport(stream: NodeJS.WriteStream, { unit, isQuietAtFirst = false }: CountOptions): CountReport {
  const rate = new Rate();
  const begun = Date.now();
  const bar = new SingleBar(
    {
      format: `{bar} {percentage}%  {value}/{total} ${unit}  {rate}/s  {left}`,
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
    update: (done, total) => {
      const payload = { rate: rate.of(done).toFixed(1), left: rate.left(done, total) };
      if (!bar.isActive) {
        if (isQuietAtFirst && Date.now() - begun < QUIET_MS) return;
        bar.start(total, done, payload);
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

function lineReport(
  stream: NodeJS.WritableStream,
  { unit, isQuietAtFirst = false }: CountOptions,
): CountReport {
  const rate = new Rate();
  let told = isQuietAtFirst ? Date.now() : Number.NEGATIVE_INFINITY;
  return {
    update: (done, total) => {
      const perSecond = rate.of(done);
      if (Date.now() - told < LINE_EVERY_MS) return;
      told = Date.now();
      const pace = perSecond > 0 ? `, ${perSecond.toFixed(1)}/s, ${rate.left(done, total)}` : "";
      stream.write(`${done} of ${total} ${unit} (${Math.floor((100 * done) / total)} %)${pace}\n`);
    },
    stop: () => undefined,
  };
}

/** Pieces a second since the start of this process; what an earlier one did does not count. */
class Rate {
  private start: { readonly at: number; readonly done: number } | undefined;

  of(done: number): number {
    this.start ??= { at: Date.now(), done };
    const seconds = (Date.now() - this.start.at) / 1000;
    return seconds > 0 ? (done - this.start.done) / seconds : 0;
  }

  left(done: number, total: number): string {
    const perSecond = this.of(done);
    if (perSecond === 0) return "";
    return `${durationText(Math.ceil((total - done) / perSecond))} left`;
  }
}

/** 75 s, 12 min, 3 h 20 min. */
export function durationText(seconds: number): string {
  if (seconds < 100) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 100 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
