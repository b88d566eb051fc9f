import fc from "fast-check";
import { expect, it } from "vitest";
import { mergeInOrder } from "./mergeInOrder.js";

const tick = (turns: number): Promise<void> =>
  turns <= 0 ? Promise.resolve() : Promise.resolve().then(() => tick(turns - 1));

it("merges every task once and in order, however long each takes", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 3 }),
      fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 20 }),
      async (lanes, first, durations) => {
        const merged: number[] = [];
        let held = 0;
        let mostHeld = 0;
        await mergeInOrder({
          first,
          end: first + durations.length,
          lanes,
          run: async (_lane, task) => {
            await tick(durations[task - first]);
            mostHeld = Math.max(mostHeld, ++held);
            return task;
          },
          merge: (task, result) => {
            held--;
            expect(result).toBe(task);
            merged.push(task);
            return false;
          },
        });
        expect(merged).toEqual(durations.map((_, i) => first + i));
        expect(mostHeld).toBeLessThanOrEqual(2 * lanes);
      },
    ),
  );
});

it("gives a lane one task at a time", async () => {
  const busy = new Set<number>();
  await mergeInOrder({
    first: 0,
    end: 12,
    lanes: 3,
    run: async (lane, task) => {
      expect(busy.has(lane)).toBe(false);
      busy.add(lane);
      await tick(task % 5);
      busy.delete(lane);
      return task;
    },
    merge: () => false,
  });
});

it("rejects with the failure of a task and starts no further one", async () => {
  let started = 0;
  const run = mergeInOrder({
    first: 0,
    end: 100,
    lanes: 2,
    run: async (_lane, task) => {
      started++;
      await tick(2);
      if (task === 3) throw new Error("task 3 broke");
      return task;
    },
    merge: () => false,
  });
  await expect(run).rejects.toThrow("task 3 broke");
  expect(started).toBeLessThan(10);
});

it("ends early when merge says so, leaving out what ran ahead", async () => {
  const merged: number[] = [];
  await mergeInOrder({
    first: 0,
    end: 50,
    lanes: 3,
    run: async (lane, task) => {
      await tick(lane);
      return task;
    },
    merge: (task) => {
      merged.push(task);
      return task === 7;
    },
  });
  expect(merged).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
});
