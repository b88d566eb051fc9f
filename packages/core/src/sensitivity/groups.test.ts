import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import { requirePartition } from "./groups.js";

describe("requirePartition", () => {
  it("accepts scattered columns as long as each is in one group", () => {
    expect(() =>
      requirePartition(4, [
        { key: "hue", columns: [0, 3] },
        { key: "rolling", columns: [2, 1] },
      ]),
    ).not.toThrow();
  });

  it.each([
    {
      fault: "a column in two groups",
      groups: [
        { key: "a", columns: [0, 1] },
        { key: "b", columns: [1] },
      ],
      says: 'in "a" and in "b"',
    },
    {
      fault: "a column twice in a group",
      groups: [{ key: "a", columns: [0, 1, 1] }],
      says: 'in "a" and in "a"',
    },
    { fault: "a column in none", groups: [{ key: "a", columns: [0] }], says: "Column 1 is in no factor" },
    {
      fault: "a column that is not there",
      groups: [{ key: "a", columns: [0, 1, 2] }],
      says: "columns are 0 to 1",
    },
    { fault: "half a column", groups: [{ key: "a", columns: [0, 0.5] }], says: "column 0.5" },
    {
      fault: "an empty group",
      groups: [
        { key: "a", columns: [0, 1] },
        { key: "b", columns: [] },
      ],
      says: '"b" has no column',
    },
    {
      fault: "two equal keys",
      groups: [
        { key: "a", columns: [0] },
        { key: "a", columns: [1] },
      ],
      says: 'called "a"',
    },
    { fault: "no group", groups: [], says: "Column 0 is in no factor" },
  ])("refuses $fault", ({ groups, says }) => {
    expect(() => requirePartition(2, groups)).toThrow(DesignError);
    expect(() => requirePartition(2, groups)).toThrow(says);
  });
});
