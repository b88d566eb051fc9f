import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import {
  type ClusterMerge,
  clustersByCount,
  clustersByHeight,
  type Linkage,
  leafOrder,
  linkage,
} from "./hierarchicalClustering.js";
import { rankDistances } from "./rankDistance.js";

interface Tree {
  method: Linkage;
  Z: number[][];
  leaves: number[];
}
interface ClusteringFile {
  cases: {
    X: number[][];
    condensed_distances: number[];
    methods: (Tree & {
      dendrogram_leaves: number[];
      fcluster_maxclust: Record<string, number[]>;
      fcluster_distance: { t: number; labels: number[] }[];
    })[];
  }[];
  spearman_distance: Tree & {
    rows_are_items: number[][];
    condensed_distances: number[];
    t: number;
    labels: number[];
  };
}
const golden = JSON.parse(
  readFileSync(new URL("../../../../tests/reference/stats/clustering.json", import.meta.url), "utf8"),
) as ClusteringFile;

function squareForm(condensed: number[], n: number): Float64Array[] {
  const square = Array.from({ length: n }, () => new Float64Array(n));
  let place = 0;
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) {
      square[i][j] = condensed[place];
      square[j][i] = condensed[place++];
    }
  }
  return square;
}

function expectMerges(merges: ClusterMerge[], expected: number[][]): void {
  expect(merges.map(({ left, right, size }) => [left, right, size])).toEqual(
    expected.map(([left, right, , size]) => [left, right, size]),
  );
  for (const [i, { height }] of merges.entries()) {
    expect(Math.abs(height - expected[i][2])).toBeLessThanOrEqual(1e-9 * expected[i][2]);
  }
}

const trees = golden.cases.flatMap((data, number) =>
  data.methods.map((tree) => ({ name: `${tree.method} of case ${number}`, data, tree })),
);

describe("hierarchical clustering", () => {
  it.each(trees)("equals scipy's linkage, leaves and flat clusters: $name", ({ data, tree }) => {
    const merges = linkage(squareForm(data.condensed_distances, data.X.length), tree.method);
    expectMerges(merges, tree.Z);
    expect(leafOrder(merges)).toEqual(tree.leaves);
    expect(leafOrder(merges)).toEqual(tree.dendrogram_leaves);
    for (const [count, labels] of Object.entries(tree.fcluster_maxclust)) {
      expect(clustersByCount(merges, Number(count))).toEqual(labels);
    }
    for (const { t, labels } of tree.fcluster_distance) expect(clustersByHeight(merges, t)).toEqual(labels);
  });

  it("equals scipy on the distance of ranks", () => {
    const { rows_are_items, condensed_distances, method, Z, leaves, t, labels } = golden.spearman_distance;
    const { distances, undefinedPairs } = rankDistances(rows_are_items);
    expect(undefinedPairs).toBe(0);
    for (const [i, row] of squareForm(condensed_distances, rows_are_items.length).entries()) {
      for (const [j, distance] of row.entries()) expect(distances[i][j]).toBeCloseTo(distance, 12);
    }
    const merges = linkage(distances, method);
    expectMerges(merges, Z);
    expect(leafOrder(merges)).toEqual(leaves);
    expect(clustersByHeight(merges, t)).toEqual(labels);
  });

  it("puts identical vectors together at height 0, constant ones too", () => {
    const vectors = [
      [1, 2, 3, 4],
      [4, 4, 4, 4],
      [1, 2, 3, 4],
      [2, 1, 4, 3],
      [4, 4, 4, 4],
    ];
    const { distances, undefinedPairs } = rankDistances(vectors);
    expect(undefinedPairs).toBe(6);
    const merges = linkage(distances);
    expect(merges.slice(0, 2).map(({ height }) => height)).toEqual([0, 0]);
    const [a, b, c, d, e] = clustersByHeight(merges, 0);
    expect([a, b]).toEqual([c, e]);
    expect(new Set([a, b, d]).size).toBe(3);
    // A vector and its reverse hold the same ranking.
    expect(
      rankDistances([
        [1, 2, 3],
        [3, 2, 1],
      ]).distances[0][1],
    ).toBe(0);
  });

  it("counts equal heights together", () => {
    const corners = [
      [0, 1, 5, 5],
      [1, 0, 5, 5],
      [5, 5, 0, 1],
      [5, 5, 1, 0],
    ];
    const merges = linkage(corners);
    expect(new Set(clustersByCount(merges, 3)).size).toBe(2);
    expect(new Set(clustersByCount(merges, 4)).size).toBe(4);
    expect(new Set(clustersByCount(merges, 9)).size).toBe(4);
    expect(clustersByCount(merges, 1)).toEqual([1, 1, 1, 1]);
  });

  const method = fc.constantFrom<Linkage>("average", "complete", "single", "ward");
  it("has ascending heights, one leaf an item, and finer clusters at a lower cut", () => {
    // Few whole coordinates, so that many distances tie.
    const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 1,
      maxLength: 12,
    });
    fc.assert(
      fc.property(points, method, fc.double({ min: 0, max: 6, noNaN: true }), (items, linkageMethod, cut) => {
        const merges = linkage(
          items.map(([x, y]) => items.map(([u, v]) => Math.hypot(x - u, y - v))),
          linkageMethod,
        );
        expect(merges.length).toBe(items.length - 1);
        for (let i = 1; i < merges.length; i++) {
          expect(merges[i].height).toBeGreaterThanOrEqual(merges[i - 1].height);
        }
        expect(leafOrder(merges).toSorted((a, b) => a - b)).toEqual([...items.keys()]);
        const coarse = clustersByHeight(merges, cut);
        const fine = clustersByHeight(merges, cut / 2);
        for (const i of items.keys()) {
          for (const j of items.keys()) if (fine[i] === fine[j]) expect(coarse[i]).toBe(coarse[j]);
        }
      }),
    );
  });

  it("refuses what is no distance matrix", () => {
    expect(() => linkage([[0, 1], [1]])).toThrow("row 1 has 1");
    expect(() =>
      linkage([
        [0, Number.NaN],
        [1, 0],
      ]),
    ).toThrow(ShapeError);
    expect(() =>
      linkage([
        [0, -1],
        [-1, 0],
      ]),
    ).toThrow("items 0 and 1 is -1");
    expect(() => clustersByCount([], 0)).toThrow("from 1, not 0");
  });
});
