import { describe, expect, it } from "vitest";
import { images, JOBS, type TinyOptions } from "./tinyJobs.js";

const THREADS = [1, 3, 16];
/** What a person waits for after Ctrl-C. */
const LIMIT_MS = 1_000;

/** Something that is stopped in the middle: calls `stop` when it is there. */
type Moment = (stop: () => void) => Partial<TinyOptions>;

const never = new Promise<never>(() => undefined);

/** More images than are looked at before a run starts. */
const FIRST_LOOK = 12;

/** The disk gives so many images and then none. */
function lost(given: number, stop: () => void): Partial<TinyOptions> {
  let reads = 0;
  const read = (index: number) => {
    if (++reads <= given) return images.read(index);
    stop();
    return never;
  };
  return { images: { entries: images.entries, read } };
}

const MOMENTS: Readonly<Record<string, Moment>> = {
  "while threads start": (stop) => {
    // The work begins in this turn of the event loop, and no thread is up before the next.
    queueMicrotask(stop);
    return {};
  },
  "while the first image is read": (stop) => lost(0, stop),
  "while threads wait for images": (stop) => lost(FIRST_LOOK, stop),
  "while it is held back at a gate": (stop) => ({
    gate: (evaluationsBefore) => {
      if (evaluationsBefore < 16) return undefined;
      stop();
      return never;
    },
  }),
  "while it evaluates": (stop) => ({
    onProgress: ({ evaluationsDone }) => {
      if (evaluationsDone > 8) stop();
    },
    // Without an end, so that it is under way for certain when the stop arrives.
    gate: (evaluationsBefore) => (evaluationsBefore < 24 ? undefined : never),
  }),
};

describe.each(Object.entries(JOBS))("%s", (_name, job) => {
  it.each(Object.entries(MOMENTS))("ends at once when it is stopped %s", async (_moment, moment) => {
    for (const threads of THREADS) {
      const controller = new AbortController();
      let stoppedAt = Number.NaN;
      const stop = () => {
        if (controller.signal.aborted) return;
        stoppedAt = performance.now();
        controller.abort();
      };
      const work = job({ threads, signal: controller.signal, ...moment(stop) });
      await expect(work, `${threads} threads`).rejects.toMatchObject({ code: "CANCELLED" });
      const took = performance.now() - stoppedAt;
      expect(took, `${threads} threads, milliseconds from the stop to the end`).toBeLessThan(limit);
    }
  });
});

/**
 * A second, or on a slow machine as long as it takes to start and end the most threads with hardly anything to do: what
 * a stop can wait for is a part of that.
 */
const limit = await (async () => {
  const start = performance.now();
  await JOBS["variance"]?.({ threads: Math.max(...THREADS) });
  return Math.max(LIMIT_MS, performance.now() - start);
})();
