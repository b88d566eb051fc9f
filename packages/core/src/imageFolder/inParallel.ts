import { CancelledError } from "../errors.js";

/**
 * Does a piece of work for 0 .. count - 1, at most `limit` at a time. After a failure no further piece begins; the
 * failure is thrown once those under way have ended.
 *
 * @throws {CancelledError} when `signal` is aborted before all have begun.
 */
export async function inParallel(
  count: number,
  limit: number,
  work: (index: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let next = 0;
  let hasFailed = false;
  const lane = async () => {
    while (next < count && !hasFailed) {
      try {
        if (signal?.aborted) throw new CancelledError("Stopped.");
        await work(next++);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(limit, count) }, lane));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
}
