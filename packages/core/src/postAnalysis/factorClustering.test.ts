import { expect, it } from "vitest";
import { counterDouble } from "../random/counterRandom.js";
import { mapCorrelation } from "../stats/correlationMatrix.js";
import { clustersByHeight } from "../stats/hierarchicalClustering.js";
import { factorClustering } from "./factorClustering.js";

const SHAPE = [6, 2, 2];
const noise = (stream: number) => Float64Array.from({ length: 24 }, (_, u) => counterDouble(1, stream, u));

it("merges identical maps at height 0, and those of the same or the opposite ranking", () => {
  const map = noise(1);
  const maps = [map, noise(2), map.slice(), map.map((value) => 1 - value ** 3)];
  const { merges, undefinedPairs } = factorClustering(maps, SHAPE);
  expect(merges.slice(0, 2).map(({ height, size }) => [height, size])).toEqual([
    [0, 2],
    [0, 3],
  ]);
  expect(undefinedPairs).toBe(0);
  const [a, b, c, d] = clustersByHeight(merges, 0);
  expect([c, d]).toEqual([a, a]);
  expect(b).not.toBe(a);
});

it("merges two maps at the distance of the mean correlation over pixels", () => {
  const maps = [noise(3), noise(4)];
  const [[, rho]] = mapCorrelation(maps, maps, SHAPE).rho;
  expect(factorClustering(maps, SHAPE).merges).toEqual([
    { left: 0, right: 1, height: Math.sqrt(1 - Math.abs(rho)), size: 2 },
  ]);
});

it("joins by the average of the distances", () => {
  const maps = [noise(5), noise(6), noise(7)];
  const { rho } = mapCorrelation(maps, maps, SHAPE);
  const distance = (i: number, j: number) => Math.sqrt(1 - Math.abs(rho[i][j]));
  const { merges } = factorClustering(maps, SHAPE);
  const third = 3 - merges[0].left - merges[0].right;
  expect(merges[0].height).toBe(Math.min(distance(0, 1), distance(0, 2), distance(1, 2)));
  const average = (distance(merges[0].left, third) + distance(merges[0].right, third)) / 2;
  expect(merges[1].height).toBeCloseTo(average, 12);
});

it("takes a map without a ranking as unlike any but its equal", () => {
  const flat = new Float64Array(24);
  const { merges, undefinedPairs } = factorClustering([flat, noise(8), flat], SHAPE);
  expect(merges.map(({ height }) => height)).toEqual([0, 1]);
  expect(undefinedPairs).toBe(2);
  expect(factorClustering([noise(1)], SHAPE).merges).toEqual([]);
});
