import { expect, it } from "vitest";
import { stretchesFrom } from "./stretches.js";

const ranges = (firstBlock: number, plan: Parameters<typeof stretchesFrom>[1]) =>
  stretchesFrom(firstBlock, plan).map(({ block, first, end, startsBlock, endsBlock }) => [
    block,
    first,
    end,
    startsBlock,
    endsBlock,
  ]);

it("takes base samples of many evaluations one by one", () => {
  expect(ranges(0, { baseSamples: 3, blockSize: 2, evaluationsPerBaseSample: 18 })).toEqual([
    [0, 0, 1, true, false],
    [0, 1, 2, false, true],
    [1, 2, 3, true, true],
  ]);
});

it("takes several of few evaluations, none beyond its block", () => {
  expect(ranges(1, { baseSamples: 21, blockSize: 8, evaluationsPerBaseSample: 4 })).toEqual([
    [1, 8, 13, true, false],
    [1, 13, 16, false, true],
    [2, 16, 21, true, true],
  ]);
});

it("takes whole blocks where a base sample is one evaluation", () => {
  expect(ranges(0, { baseSamples: 32, blockSize: 16, evaluationsPerBaseSample: 1 })).toHaveLength(2);
});
