import { once } from "node:events";
import { setImmediate as nextTurn } from "node:timers/promises";
import { CancelledError } from "@unitscope/core";
import type { RunFileReader } from "@unitscope/core/commandLine";
import { countReport } from "../analysis/progressReport.js";
import type { Terminal } from "../terminal.js";
import { type Selection, selectedMaps } from "./selectedMaps.js";

/** What a format is asked to write. */
export interface ExportTask {
  readonly run: RunFileReader;
  readonly selection: Selection;
  /** Where files go. */
  readonly directory: string;
  /** What tables call the run. */
  readonly name: string;
  /** Told before each index map, all of which are counted once. @throws {CancelledError} when the export is stopped */
  step(): Promise<void>;
}

/** Writes what a task asks for; the files as paths in its directory, "/" between the parts. */
export type ExportFormat = (task: ExportTask) => Promise<string[]>;

/**
 * Does an export with progress on the terminal.
 *
 * @throws {CancelledError} when it was stopped.
 */
export async function doExport(
  terminal: Terminal,
  format: ExportFormat,
  task: Omit<ExportTask, "step">,
): Promise<string[]> {
  const total = selectedMaps(task.run, task.selection).length;
  const signal = terminal.stopSignal();
  const report = countReport(terminal, { unit: "index maps", isQuietAtFirst: true });
  let done = 0;
  const step = async () => {
    const held = terminal.gate?.(done);
    if (held !== undefined && !signal.aborted) await Promise.race([held, once(signal, "abort")]);
    // Lets a signal in.
    await nextTurn();
    if (signal.aborted) throw new CancelledError("Stopped; nothing was written.");
    report.update(done, total);
    done += 1;
  };
  try {
    return await format({ ...task, step });
  } finally {
    report.stop();
  }
}
