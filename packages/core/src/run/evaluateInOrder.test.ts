import fc from "fast-check";
import { expect, it } from "vitest";
import { type Evaluated, evaluateInOrder } from "./evaluateInOrder.js";
import { stretchesFrom } from "./stretches.js";

const tick = (turns: number): Promise<void> =>
  turns <= 0 ? Promise.resolve() : Promise.resolve().then(() => tick(turns - 1));

const sizes = fc.record({
  baseSamples: fc.integer({ min: 1, max: 40 }),
  blockSize: fc.integer({ min: 1, max: 9 }),
  evaluationsPerBaseSample: fc.constantFrom(4, 12, 30),
});

it("adds every stretch once and in order, one lane at a time, however long each takes", async () => {
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 1, max: 5 }),
      fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 20 }),
      async (size, lanes, perPass, durations) => {
        const stretches = stretchesFrom(0, size);
        const slots = lanes + perPass;
        const taken = new Set<number>();
        const busy = new Set<number>();
        const added: number[] = [];
        let isAdding = false;
        const alone = async (lane: number, turns: number) => {
          expect(busy.has(lane)).toBe(false);
          busy.add(lane);
          await tick(turns);
          busy.delete(lane);
        };
        await evaluateInOrder<number>({
          stretches,
          lanes,
          slots,
          perPass,
          evaluate: async (lane, { first }, slot) => {
            expect(taken.has(slot)).toBe(false);
            taken.add(slot);
            await alone(lane, durations[first % durations.length]);
            return first;
          },
          add: async (lane, parts) => {
            expect(isAdding).toBe(false);
            isAdding = true;
            expect(parts.length).toBeLessThanOrEqual(perPass);
            expect(new Set(parts.map(({ stretch }) => stretch.block)).size).toBe(1);
            await alone(lane, durations[added.length % durations.length]);
            for (const { stretch, slot, result } of parts) {
              expect(result).toBe(stretch.first);
              taken.delete(slot);
              for (let sample = stretch.first; sample < stretch.end; sample++) added.push(sample);
            }
            isAdding = false;
            return false;
          },
        });
        expect(added).toEqual(Array.from({ length: size.baseSamples }, (_, sample) => sample));
        expect(taken.size).toBe(0);
      },
    ),
  );
});

const stretches = stretchesFrom(0, { baseSamples: 12, blockSize: 4, evaluationsPerBaseSample: 30 });
const order = { stretches, lanes: 2, slots: 6, perPass: 4 };
const added: Evaluated<number>[] = [];
const evaluate = async (_lane: number, { first }: { first: number }) => first;

it("rejects with the first failure once the other lanes are at rest, and begins nothing any more", async () => {
  let underWay = 0;
  let begun = 0;
  const run = evaluateInOrder<number>({
    ...order,
    evaluate: async (_lane, { first }) => {
      begun++;
      underWay++;
      await tick(first === 1 ? 2 : 20);
      underWay--;
      if (first === 1) throw new Error("broken");
      return first;
    },
    add: async () => false,
  });
  await expect(run).rejects.toThrow("broken");
  expect([begun, underWay]).toEqual([2, 0]);
});

it("ends early when adding says so", async () => {
  added.length = 0;
  await evaluateInOrder<number>({
    ...order,
    evaluate,
    add: async (_lane, parts) => {
      added.push(...parts);
      return parts.some(({ stretch }) => stretch.endsBlock);
    },
  });
  expect(added.map(({ result }) => result)).toEqual([0, 1, 2, 3]);
});

it("puts the end of a block off while it may not be added, and adds it when nothing else can be done", async () => {
  const evaluatedBefore: number[] = [];
  let evaluated = 0;
  await evaluateInOrder<number>({
    ...order,
    lanes: 1,
    evaluate: async (_lane, { first }) => {
      evaluated++;
      return first;
    },
    mayEndBlock: () => false,
    add: async (_lane, parts) => {
      if (parts.some(({ stretch }) => stretch.endsBlock)) evaluatedBefore.push(evaluated);
      return false;
    },
  });
  // All six slots are taken before the first block ends, with four of them free again before the second.
  expect(evaluatedBefore).toEqual([6, 10, 12]);
});
