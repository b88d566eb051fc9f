import fc from "fast-check";
import { expect, it } from "vitest";
import { CancelledError } from "../errors.js";
import { type EvaluationOrder, evaluateInOrder } from "./evaluateInOrder.js";
import { type Stretch, stretchesFrom } from "./stretches.js";

type Order = EvaluationOrder<number, Stretch>;

const sizes = fc.record({
  baseSamples: fc.integer({ min: 1, max: 40 }),
  blockSize: fc.integer({ min: 1, max: 9 }),
  evaluationsPerBaseSample: fc.constantFrom(4, 12, 30),
});

/** Waits `turns` microtasks, or, where they are negative, as many turns of the event loop. */
async function delay(turns: number): Promise<void> {
  for (let t = 0; t < turns; t++) await undefined;
  for (let t = turns; t < 0; t++) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * An order that notes what happens and fails when a rule is broken: a lane does one thing at a time, a slot holds one
 * stretch, one lane adds, in order, the stretches of one block.
 */
function watched(
  order: Pick<Order, "lanes" | "slots" | "perPass" | "stretches">,
  hooks: Partial<Order> = {},
) {
  const { stretches } = order;
  const taken = new Set<number>();
  const busy = new Set<number>();
  const added: Stretch[] = [];
  const seen = { begun: 0, underWay: 0, mostUnderWay: 0 };
  let isAdding = false;
  const alone = async <T>(lane: number, work: () => Promise<T>): Promise<T> => {
    expect(lane).toBeLessThan(order.lanes);
    expect(busy.has(lane)).toBe(false);
    busy.add(lane);
    seen.begun++;
    seen.mostUnderWay = Math.max(seen.mostUnderWay, ++seen.underWay);
    try {
      return await work();
    } finally {
      seen.underWay--;
      busy.delete(lane);
    }
  };
  const whole: Order = {
    ...order,
    mayEndBlock: hooks.mayEndBlock,
    gate: hooks.gate,
    signal: hooks.signal,
    evaluate: (lane, stretch, slot) => {
      expect(taken.has(slot)).toBe(false);
      expect(slot).toBeLessThan(order.slots);
      taken.add(slot);
      return alone(lane, async () => (await hooks.evaluate?.(lane, stretch, slot)) ?? stretch.first);
    },
    add: (lane, parts) => {
      expect(isAdding).toBe(false);
      isAdding = true;
      expect(parts.length).toBeLessThanOrEqual(order.perPass);
      expect(new Set(parts.map(({ stretch }) => stretch.block)).size).toBe(1);
      return alone(lane, async () => {
        const isEnd = (await hooks.add?.(lane, parts)) ?? false;
        for (const { stretch, slot, result } of parts) {
          expect(result).toBe(stretch.first);
          expect(stretch).toBe(stretches[added.length]);
          taken.delete(slot);
          added.push(stretch);
        }
        isAdding = false;
        return isEnd;
      });
    },
  };
  return { whole, added, seen, taken };
}

it("adds every stretch once and in order, one lane at a time, however long each takes", async () => {
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 1, max: 20 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: -3, max: 30 }), { minLength: 1, maxLength: 20 }),
      fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
      async (size, lanes, slots, perPass, delays, mayEnd) => {
        const stretches = stretchesFrom(0, size);
        let calls = 0;
        const { whole, added, seen, taken } = watched(
          { stretches, lanes, slots, perPass },
          {
            evaluate: (_lane, { first }) => delay(delays[first % delays.length]).then(() => first),
            add: () => delay(delays[calls % delays.length]).then(() => false),
            mayEndBlock: () => mayEnd[calls++ % mayEnd.length],
          },
        );
        await evaluateInOrder(whole);
        expect(added).toEqual(stretches);
        expect(taken.size).toBe(0);
        expect(seen.underWay).toBe(0);
      },
    ),
  );
});

it("lets a gate hold back what comes after it, with all that comes before added", async () => {
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.integer({ min: 1, max: 16 }),
      fc.integer({ min: 0, max: 9 }),
      fc.array(fc.integer({ min: -2, max: 9 }), { minLength: 1, maxLength: 9 }),
      async (size, lanes, held, delays) => {
        const stretches = stretchesFrom(0, size);
        const shut = Math.min(held, stretches.length - 1);
        const asked: Stretch[] = [];
        let open = () => {};
        const opened = new Promise<void>((resolve) => {
          open = resolve;
        });
        const { whole, added, seen } = watched(
          { stretches, lanes, slots: lanes + 2, perPass: 2 },
          {
            gate: (stretch) => {
              asked.push(stretch);
              return stretch === stretches[shut] ? opened : undefined;
            },
            evaluate: (_lane, { first }) => delay(delays[first % delays.length]).then(() => first),
          },
        );
        const work = evaluateInOrder(whole);
        // Everything that can happen happens within so many turns of the event loop.
        await delay(-3 * (size.baseSamples + 2) * 2);
        expect(added).toEqual(stretches.slice(0, shut));
        expect(seen.underWay).toBe(0);
        open();
        await work;
        expect(added).toEqual(stretches);
        expect(asked).toEqual(stretches);
      },
    ),
    { numRuns: 40 },
  );
});

const stretches = stretchesFrom(0, { baseSamples: 12, blockSize: 4, evaluationsPerBaseSample: 30 });
const two = { stretches, lanes: 2, slots: 6, perPass: 4 };

it("rejects with the first failure once the other lanes are at rest, and begins nothing any more", async () => {
  const { whole, seen } = watched(two, {
    evaluate: async (_lane, { first }) => {
      await delay(first === 1 ? 2 : 20);
      if (first === 1) throw new Error("broken");
      return first;
    },
  });
  await expect(evaluateInOrder(whole)).rejects.toThrow("broken");
  expect([seen.begun, seen.underWay]).toEqual([2, 0]);
});

it("rejects when the gate fails", async () => {
  const { whole, seen } = watched(two, { gate: () => Promise.reject(new Error("no gate")) });
  await expect(evaluateInOrder(whole)).rejects.toThrow("no gate");
  expect(seen.begun).toBe(0);
});

it("ends early when adding says so", async () => {
  const { whole, added } = watched(two, {
    add: async (_lane, parts) => parts.some((p) => p.stretch.endsBlock),
  });
  await evaluateInOrder(whole);
  expect(added.map(({ first }) => first)).toEqual([0, 1, 2, 3]);
});

it("begins nothing when it is stopped before, and has nothing to do without stretches", async () => {
  const { whole, seen } = watched(two, { signal: AbortSignal.abort() });
  await expect(evaluateInOrder(whole)).rejects.toBeInstanceOf(CancelledError);
  await evaluateInOrder(watched({ ...two, stretches: [] }).whole);
  expect(seen.begun).toBe(0);
});

it("puts the end of a block off while it may not be added, and adds it when nothing else can be done", async () => {
  const evaluatedBefore: number[] = [];
  let evaluated = 0;
  const { whole } = watched(
    { ...two, lanes: 1 },
    {
      evaluate: async (_lane, { first }) => {
        evaluated++;
        return first;
      },
      mayEndBlock: () => false,
      add: async (_lane, parts) => {
        if (parts.some(({ stretch }) => stretch.endsBlock)) evaluatedBefore.push(evaluated);
        return false;
      },
    },
  );
  await evaluateInOrder(whole);
  // All six slots are taken before the first block ends, with four of them free again before the second.
  expect(evaluatedBefore).toEqual([6, 10, 12]);
});
