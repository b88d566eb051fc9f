import { setImmediate } from "node:timers/promises";

/** Steps between two turns of the event loop: a few milliseconds of work. */
export const STEPS_PER_TURN = 5_000;

/** Does a step for every item, and lets the event loop turn now and then: a set may have a million images. */
export async function inTurns<T>(items: Iterable<T>, step: (item: T) => void): Promise<void> {
  let done = 0;
  for (const item of items) {
    step(item);
    if (++done % STEPS_PER_TURN === 0) await setImmediate();
  }
}

/** Items in order, equal ones as they were; the event loop turns while they are sorted. */
export async function sortedInTurns<T>(items: Iterable<T>, compare: (a: T, b: T) => number): Promise<T[]> {
  let runs: T[][] = [];
  let run: T[] = [];
  await inTurns(items, (item) => {
    run.push(item);
    if (run.length < STEPS_PER_TURN) return;
    runs.push(run.sort(compare));
    run = [];
  });
  runs.push(run.sort(compare));
  while (runs.length > 1) {
    const longer: T[][] = [];
    for (let i = 0; i < runs.length; i += 2) {
      const merged: T[] = [];
      await inTurns(inOrder(runs[i], runs[i + 1] ?? [], compare), (item) => merged.push(item));
      longer.push(merged);
    }
    runs = longer;
  }
  return runs[0];
}

/** Two sorted lists as one. */
function* inOrder<T>(
  first: readonly T[],
  second: readonly T[],
  compare: (a: T, b: T) => number,
): Generator<T> {
  let next = 0;
  for (const item of first) {
    while (next < second.length && compare(second[next], item) < 0) yield second[next++];
    yield item;
  }
  while (next < second.length) yield second[next++];
}
