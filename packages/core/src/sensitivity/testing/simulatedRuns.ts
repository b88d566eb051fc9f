import { NestedAccumulator, type NestedIndices } from "../nestedAccumulator.js";
import { NestedBlock } from "../nestedBlock.js";
import { NestedDesign } from "../nestedDesign.js";
import { SaltelliDesign } from "../saltelliDesign.js";
import { SobolAccumulator, type SobolIndices } from "../sobolAccumulator.js";
import { SobolBlock } from "../sobolBlock.js";
import { TrajectoryAccumulator, type TrajectoryIndices } from "../trajectoryAccumulator.js";
import { TrajectoryBlock } from "../trajectoryBlock.js";
import { TrajectoryDesign } from "../trajectoryDesign.js";
import type { SeededSampling } from "../unitPoints.js";

/** A function of a point (C) of the unit cube and the groups of its columns. */
export interface Simulated {
  evaluate(point: Float64Array): number;
  readonly mean: number;
  /** [g] columns of each factor; together 0 .. C - 1. */
  readonly groups: readonly (readonly number[])[];
}

const keyed = (groups: Simulated["groups"]) => groups.map((columns, g) => ({ key: `f${g}`, columns }));
const columnCount = (groups: Simulated["groups"]) => groups.flat().length;
const valuesOf = ({ evaluate }: Simulated, rows: readonly Float64Array[]) =>
  rows.map((row) => Float64Array.of(evaluate(row)));

/** A run by Saltelli's design, with one unit. */
export function simulateSobol(f: Simulated, baseSamples: number, sampling: SeededSampling): SobolIndices {
  const groups = keyed(f.groups);
  const design = new SaltelliDesign({ columns: columnCount(f.groups), groups, secondOrder: true, sampling });
  const layout = { factors: groups.length, secondOrder: true, units: 1 };
  const accumulator = new SobolAccumulator({ layout, pilot: Float64Array.of(f.mean), aggregates: [] });
  for (let start = 0; start < baseSamples; start += sampling.blockSize) {
    const block = new SobolBlock(layout, accumulator.pilot);
    for (let i = start; i < start + sampling.blockSize; i++) block.push(valuesOf(f, design.rows(i)));
    accumulator.merge(block);
  }
  return accumulator.result();
}

/** A run by trajectories, with one unit. */
export function simulateTrajectories(
  f: Simulated,
  baseSamples: number,
  sampling: SeededSampling,
): TrajectoryIndices {
  const groups = keyed(f.groups);
  const { seed, blockSize } = sampling;
  const design = new TrajectoryDesign({ columns: columnCount(f.groups), groups, sampling });
  const layout = { factors: groups.length, units: 1, seed, blockSize };
  const accumulator = new TrajectoryAccumulator({ layout, pilot: Float64Array.of(f.mean), aggregates: [] });
  for (let start = 0; start < baseSamples; start += blockSize) {
    const block = new TrajectoryBlock(layout, accumulator.pilot);
    for (let i = start; i < start + blockSize; i++) block.push(valuesOf(f, design.rows(i)), i);
    accumulator.merge(block);
  }
  return accumulator.result();
}

/** A run by the nested design, with one unit; the players are the factors, or else every column alone. */
export function simulateNested(
  f: Simulated,
  loops: { permutations: number; outerSamples: number; innerSamples: number; seed: number },
  players: "factors" | "columns" = "factors",
): NestedIndices {
  const { permutations, ...sizes } = loops;
  const own = players === "factors" ? f.groups : f.groups.flat().map((column) => [column]);
  const columns = columnCount(f.groups);
  const design = new NestedDesign({ columns, players: keyed(own), ...sizes });
  const factorOfPlayer = own.map(([column]) => f.groups.findIndex((group) => group.includes(column)));
  const layout = { players: own.length, factorOfPlayer, ...sizes, units: 1 };
  const accumulator = new NestedAccumulator({ layout, pilot: Float64Array.of(f.mean), aggregates: [] });
  for (let p = 0; p < permutations; p++) {
    const block = new NestedBlock(layout, accumulator.pilot);
    for (let i = 0; i < design.blockSize; i++) {
      const index = p * design.blockSize + i;
      block.push(valuesOf(f, design.rows(index)), index);
    }
    accumulator.merge(block);
  }
  return accumulator.result();
}
