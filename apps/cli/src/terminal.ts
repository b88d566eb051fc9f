import type { Gate } from "@unitscope/core/commandLine";

/** Where a command writes to and what tells it to stop: the process' own, or a test's. */
export interface Terminal {
  /** Results. */
  readonly stdout: NodeJS.WritableStream;
  /** Progress and errors. */
  readonly stderr: NodeJS.WritableStream & { readonly isTTY?: boolean };
  /**
   * Lets a command end in its own way when the process is asked to stop; without it the process ends at once.
   *
   * @returns aborted at the first request; a second one ends the process.
   */
  stopSignal(): AbortSignal;
  /** Holds long work back, for tests. */
  readonly gate?: Gate;
}

const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The terminal of this process. Files under way are removed whenever the process ends by `exit`. */
export function processTerminal(): Terminal {
  const controller = new AbortController();
  let isHeard = false;
  for (const [signal, number] of Object.entries(SIGNALS)) {
    process.on(signal, () => {
      if (!isHeard || controller.signal.aborted) process.exit(128 + number);
      controller.abort();
    });
  }
  // A reader such as `head` that has seen enough is no failure.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stopSignal: () => {
      isHeard = true;
      return controller.signal;
    },
  };
}
