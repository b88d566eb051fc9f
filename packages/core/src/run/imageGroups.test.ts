import { expect, it } from "vitest";
import { groupImages } from "./imageGroups.js";

const ENTRIES = [1, 0, 1, 2, 0].map((classIndex, i) => ({ name: `${i}`, partition: 0, classIndex }));

it("groups positions by class, in the order of their first images", () => {
  const byClass = (positions?: number[]) => [...groupImages(ENTRIES, (entry) => entry.classIndex, positions)];
  expect(byClass()).toEqual([
    [1, [0, 2]],
    [0, [1, 4]],
    [2, [3]],
  ]);
  expect(byClass([4, 2, 1])).toEqual([
    [0, [4, 1]],
    [1, [2]],
  ]);
  expect(byClass([])).toEqual([]);
});
