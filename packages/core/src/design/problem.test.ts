import { expect, it } from "vitest";
import { parseProblem, scaleRow } from "./problem.js";

const valid = {
  names: ["a", "b", "c"],
  bounds: [
    [0, 1],
    [-2, 2],
    [5, 6],
  ],
};

it("makes each column a factor when there are no groups", () => {
  const { groups } = parseProblem(
    { ...valid, groups: null, num_vars: 3, dists: ["unif", "unif", "unif"] },
    "p.json",
  );
  expect(groups).toEqual([
    { key: "a", columns: [0] },
    { key: "b", columns: [1] },
    { key: "c", columns: [2] },
  ]);
});

it("takes groups in the order in which they first appear", () => {
  expect(parseProblem({ ...valid, groups: ["z", "y", "z"] }, "p.json").groups).toEqual([
    { key: "z", columns: [0, 2] },
    { key: "y", columns: [1] },
  ]);
});

it("scales the unit cube to the bounds", () => {
  const problem = parseProblem(valid, "p.json");
  expect(scaleRow(problem, Float64Array.of(0.25, 0.5, 0))).toEqual(Float64Array.of(0.25, 0, 5));
});

it.each([
  [[], "expected an object"],
  [{ ...valid, names: [] }, '"names" must list'],
  [{ ...valid, names: ["a", "a", "c"] }, 'the name "a" occurs twice'],
  [{ ...valid, num_vars: 4 }, '"num_vars" is 4, but there are 3 names'],
  [{ ...valid, bounds: [[0, 1]] }, '"bounds" must have one [min, max] for each of the 3'],
  [
    {
      ...valid,
      bounds: [
        [0, 1],
        [2, 2],
        [5, 6],
      ],
    },
    'the bounds of "b" are [2,2]',
  ],
  [{ ...valid, groups: ["x"] }, "name a group for each of the 3 columns"],
  [{ ...valid, dists: ["unif", "norm", "unif"] }, '"dists" may only say "unif"'],
])("refuses %j", (value, reason) => {
  expect(() => parseProblem(value, "p.json")).toThrow(`The problem "p.json": `);
  expect(() => parseProblem(value, "p.json")).toThrow(reason);
});
