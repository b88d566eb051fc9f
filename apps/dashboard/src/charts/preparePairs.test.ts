import { expect, it } from "vitest";
import { preparePairMatrix } from "./preparePairs";

it("fills the upper triangle whichever way a pair is named", () => {
  const pair = (factor: string, withFactor: string, value: number) => ({
    factor,
    withFactor,
    value,
    halfWidth: 0.01,
  });
  const matrix = preparePairMatrix([pair("b", "a", 0.1), pair("b", "c", 0.2)], ["a", "b", "c"]);
  expect(matrix.map((row) => row.map((cell) => cell?.value ?? null))).toEqual([
    [null, 0.1, null],
    [null, null, 0.2],
    [null, null, null],
  ]);
});
