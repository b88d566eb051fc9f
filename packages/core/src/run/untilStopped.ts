import { CancelledError } from "../errors.js";

/**
 * The result of work that cannot be told to stop, such as reading a file from a disk that does not answer.
 *
 * @throws {CancelledError} as soon as the signal is aborted, whatever becomes of the work.
 */
export async function untilStopped<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  let stop: () => void = () => undefined;
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(new CancelledError());
    signal.addEventListener("abort", stop);
    if (signal.aborted) stop();
  });
  try {
    return await Promise.race([work, stopped]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
