import { MultiBar, Presets, type SingleBar } from "cli-progress";

/** Where a step of the start has come to. */
export interface ProgressStep {
  /** `done` of `total`, in any unit; `detail` is a few words beside the bar. */
  update(done: number, total: number, detail?: string): void;
  /** The step is finished; `detail` replaces the time it took. */
  finish(detail?: string): void;
}

/** Tells a person how the start goes on. */
export interface ProgressReport {
  step(label: string): ProgressStep;
  /** One line of text, above the bars while there are any. */
  line(text: string): void;
  /** Leaves the bars as they are; later lines are written below. */
  stop(): void;
}

const LABEL_WIDTH = 34;
/** On a pipe, a step says at most this often how far it is. */
const PLAIN_INTERVAL_MS = 5000;

/** Bars on a terminal, plain lines elsewhere. */
export function createProgressReport(output: NodeJS.WriteStream): ProgressReport {
  return output.isTTY ? barReport(output) : plainReport(output);
}

function barReport(output: NodeJS.WriteStream): ProgressReport {
  let bars: MultiBar | undefined;
  const open = (): MultiBar => {
    bars ??= new MultiBar(
      {
        format: "{label} {bar} {percentage}%  {detail}",
        stream: output,
        barsize: 24,
        hideCursor: true,
        gracefulExit: false,
        forceRedraw: true,
        linewrap: false,
        autopadding: true,
      },
      Presets.shades_classic,
    );
    return bars;
  };
  return {
    step: (label) => {
      const start = Date.now();
      const bar: SingleBar = open().create(1, 0, { label: label.padEnd(LABEL_WIDTH), detail: "" });
      return {
        update: (done, total, detail = "") => {
          bar.setTotal(Math.max(total, 1));
          bar.update(done, { detail });
        },
        finish: (detail = elapsedSince(start)) => {
          bar.update(bar.getTotal(), { detail });
          bar.stop();
        },
      };
    },
    line: (text) => {
      // A log line must end in a line break and be followed by a redraw.
      if (bars === undefined) output.write(`${text}\n`);
      else bars.log(`${text}\n`);
    },
    stop: () => {
      bars?.update();
      bars?.stop();
      bars = undefined;
    },
  };
}

function plainReport(output: NodeJS.WritableStream): ProgressReport {
  const line = (text: string): void => {
    output.write(`${text}\n`);
  };
  return {
    line,
    stop: () => undefined,
    step: (label) => {
      const start = Date.now();
      let told = start;
      line(`${label} ...`);
      return {
        update: (done, total, detail = "") => {
          if (Date.now() - told < PLAIN_INTERVAL_MS) return;
          told = Date.now();
          line(
            `${label}: ${Math.floor((100 * done) / Math.max(total, 1))} %${detail === "" ? "" : `, ${detail}`}`,
          );
        },
        finish: (detail) => line(`${label}: ${detail ?? `done in ${elapsedSince(start)}`}`),
      };
    },
  };
}

function elapsedSince(start: number): string {
  return `${((Date.now() - start) / 1000).toFixed(1)} s`;
}
