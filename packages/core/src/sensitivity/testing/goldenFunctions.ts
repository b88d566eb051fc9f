import { normalQuantile } from "../../stats/normal.js";
import { ishigami, sobolG } from "../testFunctions.js";
import type { Simulated } from "./simulatedRuns.js";

/** A function with its exact indices, [factor]. */
export interface Golden extends Simulated {
  readonly name: string;
  readonly s1: readonly number[];
  readonly st: readonly number[];
  readonly shapley: readonly number[];
}

/** The cases of tests/reference/shapley/shapley.json; its README tells what they are. */
export interface ShapleyFile {
  readonly gaussian_linear_independent: readonly {
    intercept: number;
    beta: number[];
    variances: number[];
    S1: number[];
    ST: number[];
    shapley_effects: number[];
  }[];
  readonly ishigami: readonly {
    A: number;
    B: number;
    mean: number;
    S1: number[];
    ST: number[];
    shapley: number[];
  }[];
  readonly sobol_g: readonly { a: number[]; S1: number[]; ST: number[]; shapley: number[] }[];
  readonly multilinear3: readonly {
    coefficient_by_mask: number[];
    inputs: string[];
    mean: number;
    S1: number[];
    ST: number[];
    shapley_effects: number[];
  }[];
  readonly binary_tables: readonly {
    kind: string;
    table: number[];
    p_one: number[];
    mean: number;
    S1: number[];
    ST: number[];
    shapley_effects: number[];
    grouped_shapley: { effects: number[] };
  }[];
}

const singles = (n: number) => Array.from({ length: n }, (_, column) => [column]);

/** Every function of the file. */
export function goldenFunctions(file: ShapleyFile): Golden[] {
  return [
    ...file.gaussian_linear_independent.map(({ intercept, beta, variances, S1, ST, shapley_effects }, i) => ({
      name: `linear function ${i}`,
      evaluate: (point: Float64Array) =>
        beta.reduce(
          (y, b, c) => y + b * Math.sqrt(variances[c]) * normalQuantile(point[c] + 2 ** -34),
          intercept,
        ),
      mean: intercept,
      groups: singles(beta.length),
      ...{ s1: S1, st: ST, shapley: shapley_effects },
    })),
    ...file.ishigami.map(({ A, B, mean, S1, ST, shapley }, i) => ({
      name: `Ishigami's function ${i}`,
      evaluate: ishigami(A, B).evaluate,
      mean,
      groups: singles(3),
      ...{ s1: S1, st: ST, shapley },
    })),
    ...file.sobol_g.map(({ a, S1, ST, shapley }, i) => ({
      name: `Sobol's G ${i}`,
      evaluate: sobolG(a).evaluate,
      mean: 1,
      groups: singles(a.length),
      ...{ s1: S1, st: ST, shapley },
    })),
    ...file.multilinear3.map(({ coefficient_by_mask, inputs, mean, S1, ST, shapley_effects }, i) => ({
      name: `multilinear function ${i}`,
      evaluate: (point: Float64Array) => multilinear(coefficient_by_mask, inputs.map(bounds), point),
      mean,
      groups: singles(3),
      ...{ s1: S1, st: ST, shapley: shapley_effects },
    })),
    ...file.binary_tables.map(({ kind, table, p_one, mean, S1, ST, shapley_effects }, i) => ({
      name: `binary table ${i}, ${kind}`,
      evaluate: (point: Float64Array) => lookUp(table, p_one, point),
      mean,
      groups: singles(4),
      ...{ s1: S1, st: ST, shapley: shapley_effects },
    })),
  ];
}

/** The binary tables with {f1}, {f2, f3}, {f4} as factors. */
export function groupedTables(
  file: ShapleyFile,
): (Simulated & { name: string; shapley: readonly number[] })[] {
  return file.binary_tables.map(({ kind, table, p_one, mean, grouped_shapley }, i) => ({
    name: `grouped binary table ${i}, ${kind}`,
    evaluate: (point: Float64Array) => lookUp(table, p_one, point),
    mean,
    groups: [[0], [1, 2], [3]],
    shapley: grouped_shapley.effects,
  }));
}

function lookUp(table: readonly number[], pOne: readonly number[], point: Float64Array): number {
  return table[pOne.reduce((index, p, i) => index + (point[i] < p ? 2 ** i : 0), 0)];
}

function multilinear(
  coefficients: readonly number[],
  inputs: readonly (readonly [number, number])[],
  point: Float64Array,
): number {
  const x = inputs.map(([low, high], i) => low + (high - low) * point[i]);
  return coefficients.reduce(
    (sum, coefficient, mask) =>
      sum + x.reduce((product, value, i) => ((mask >> i) & 1 ? product * value : product), coefficient),
    0,
  );
}

/** "Uniform(-1.5,0.5)" as numbers. */
function bounds(text: string): [number, number] {
  const [low, high] = text.slice(text.indexOf("(") + 1, -1).split(",");
  return [Number(low), Number(high)];
}
