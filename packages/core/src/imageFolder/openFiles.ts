import { setTimeout } from "node:timers/promises";
import { isSystemError } from "./systemReason.js";

/** Codes of the operating system for too many open files, of the process and of the machine. */
const FULL = new Set(["EMFILE", "ENFILE"]);
/** Waits in a row, all other work having ended, after which the error is believed. */
const MOST_WAITS = 100;
const PAUSE_MS = 200;

/**
 * Work with files of which only so much goes on at a time that the operating system gives the files: where it has too many
 * open, it is done again with fewer at once.
 */
export class OpenFiles {
  private running = 0;
  private limit = Number.POSITIVE_INFINITY;
  private readonly waiting: (() => void)[] = [];

  /** @param pause waits for other programs to close files */
  constructor(private readonly pause: () => Promise<unknown> = () => setTimeout(PAUSE_MS)) {}

  /**
   * Does a piece of work, once there is room for it.
   *
   * @throws what the work throws; that there are too many open files only when they stay so while nothing else of this
   *   object goes on.
   */
  async do<T>(work: () => Promise<T>): Promise<T> {
    for (let waits = 0; ; ) {
      while (this.running >= this.limit) await new Promise<void>((resolve) => this.waiting.push(resolve));
      this.running++;
      let isAlone: boolean;
      try {
        return await work();
      } catch (error) {
        isAlone = this.running === 1;
        if (!isFull(error) || (isAlone && ++waits > MOST_WAITS)) throw error;
        this.limit = Math.max(1, Math.min(this.limit, this.running) - 1);
      } finally {
        this.running--;
        this.waiting.shift()?.();
      }
      if (isAlone) await this.pause();
    }
  }
}

function isFull(error: unknown): boolean {
  return isSystemError(error) && FULL.has(error.code ?? "");
}
