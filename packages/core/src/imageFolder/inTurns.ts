import { setImmediate } from "node:timers/promises";

/** Steps between two turns of the event loop: a few milliseconds of work. */
const STEPS = 5_000;

/** Does a step for every item, and lets the event loop turn now and then: a set may have a million images. */
export async function inTurns<T>(items: Iterable<T>, step: (item: T) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    step(item);
    if (++done % STEPS === 0) await setImmediate();
  }
}
