import { existsSync } from "node:fs";
import { CancelledError, CoreError, FileError, StateFormatError } from "@unitscope/core";
import { type Gate, type Progress, requireWritable, type StateFile } from "@unitscope/core/commandLine";
import type { Terminal } from "../terminal.js";
import { progressReport } from "./progressReport.js";

/** What ties long work to the terminal. */
export interface WorkHooks {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: Progress) => void;
  readonly onFallback: (message: string) => void;
  readonly gate?: Gate;
}

/**
 * Does long work with progress on the terminal.
 *
 * @param state where the work keeps its state; undefined when it keeps none
 * @throws {CancelledError} when it was stopped; the message tells where the state is.
 * @throws {FileError} when no state can be written, the state that was there is of no use, or an image is gone or has changed in the middle.
 */
export async function doStoppable<T>(
  terminal: Terminal,
  state: StateFile | undefined,
  work: (hooks: WorkHooks) => Promise<T>,
): Promise<T> {
  // The result is to lie beside it: better known now than after hours.
  if (state !== undefined) await requireWritable(state.file);
  const signal = terminal.stopSignal();
  const progress = progressReport(terminal);
  try {
    return await work({
      signal,
      onProgress: (now) => progress.update(now),
      onFallback: (message) => terminal.stderr.write(`${message}\n`),
      gate: terminal.gate,
    });
  } catch (error) {
    if (error instanceof StateFormatError && state !== undefined) {
      throw new FileError(
        `The state "${state.file}": ${error.message} Delete it, or choose another --out.`,
        error,
      );
    }
    if (error instanceof CoreError && error.code === "IMAGE_CHANGED") {
      throw new FileError(`${error.message} ${imageRemedy(state)}`, error);
    }
    if (!(error instanceof CancelledError)) throw error;
    throw new CancelledError(stoppedText(state));
  } finally {
    progress.stop();
  }
}

function imageRemedy(state: StateFile | undefined): string {
  return state !== undefined && existsSync(state.file)
    ? `Nothing is lost: the state is in "${state.file}". Put the image back as it was, and the same command goes on from there.`
    : "Put the image back as it was, and give the same command again.";
}

function stoppedText(state: StateFile | undefined): string {
  if (state === undefined) return "Stopped; without --out there is no state to go on from.";
  return existsSync(state.file)
    ? `Stopped; the state is in "${state.file}", the same command goes on from there.`
    : "Stopped before there was a state to save.";
}
