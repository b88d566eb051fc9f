import type { DesignMethod, DesignOptions } from "../design/designOptions.js";
import { estimateShapley } from "../design/estimateShapley.js";
import { estimateSobol } from "../design/estimateSobol.js";
import type { DesignEstimates } from "../design/estimates.js";
import { type Problem, parseProblem, readProblem } from "../design/problem.js";
import { sampleRows } from "../design/sampleRows.js";
import { RunSpecError } from "../errors.js";
import { type NumericArray, withRows } from "./numericArray.js";

/** Inputs of a function and how they vary, as SALib has it; uniform distributions only. */
export interface ProblemDefinition {
  /** One a column. */
  readonly names: readonly string[];
  /** [min, max] of each column. */
  readonly bounds: readonly (readonly [number, number])[];
  /** A group for each column, or none: each column is a factor of its own then. */
  readonly groups?: readonly string[] | null;
}

/** Which design: equal options always give equal rows. */
export interface SampleOptions extends Pick<DesignOptions, "n"> {
  /** Saltelli's design, or random-order trajectories. */
  readonly method: DesignMethod;
  /** @default 0 */
  readonly seed?: number;
  /** sobol: rows for S2 too. @default false */
  readonly secondOrder?: boolean;
  /** sobol: SALib's points from the origin on, without scrambling. @default false */
  readonly unscrambled?: boolean;
}

/** The rows at which a function has to be evaluated, in their order. */
export interface DesignSample {
  /** [rows, columns] within the problem's bounds. */
  readonly shape: readonly [rows: number, columns: number];
  readonly data: Float64Array;
  /** Of trajectories, for each row the factor that changed since the row before; null in the first of each. */
  readonly changed?: readonly (string | null)[];
}

/**
 * The rows of a design for a function that is evaluated elsewhere: Saltelli 2002 and Saltelli et al. 2010 (sobol), Goda
 * 2021 (shapley). {@link estimateIndices} takes its values.
 *
 * @param problem SALib's problem, or the path of its JSON file
 * @throws {FileError} when the problem is at fault.
 * @throws {DesignError} when the design is impossible.
 */
export async function sampleDesign(
  problem: string | ProblemDefinition,
  options: SampleOptions,
): Promise<DesignSample> {
  const definition = await problemFrom(problem);
  const { method, secondOrder = false } = options;
  const rows = sampleRows(definition, method, secondOrder, designOf(options));
  const [count, columns] = [rows.baseSamples * rows.rowsEach, definition.names.length];
  const data = new Float64Array(count * columns);
  const changed: (string | null)[] = [];
  let row = 0;
  for (let index = 0; index < rows.baseSamples; index++) {
    for (const { values, changed: factor } of rows.baseSample(index)) {
      data.set(values, columns * row++);
      changed.push(factor ?? null);
    }
  }
  return { shape: [count, columns], data, ...(rows.hasOrders ? { changed } : {}) };
}

/**
 * Indices from the values of a function at the rows of {@link sampleDesign}; give the same options. S1 as in Saltelli et
 * al. 2010, ST as in Jansen 1999, S2 as in Saltelli 2002, Shapley effects as in Goda 2021.
 *
 * @param evaluations [rows], or [rows, units] for U outputs at once; or the path of a .npy file, read as a stream
 * @returns for each measure and factor (U) values and half widths of 95 % intervals, NaN where a unit has no variance
 * @throws {FileError} when there is not a value for each row of the design.
 * @throws {NonFiniteActivationError} for NaN or infinity.
 */
export async function estimateIndices(
  problem: string | ProblemDefinition,
  evaluations: string | NumericArray,
  options: SampleOptions,
): Promise<DesignEstimates> {
  const definition = await problemFrom(problem);
  const { method, secondOrder = false } = options;
  return withRows(evaluations, "evaluations", (rows) =>
    method === "sobol"
      ? estimateSobol(definition, secondOrder, designOf(options), rows)
      : estimateShapley(definition, designOf(options), rows, undefined),
  );
}

/** A problem from what a caller gives. */
async function problemFrom(problem: string | ProblemDefinition): Promise<Problem> {
  return typeof problem === "string" ? readProblem(problem) : parseProblem(problem, "problem");
}

/** @throws {RunSpecError} for what belongs to the other method. */
function designOf({ method, n, seed = 0, secondOrder, unscrambled = false }: SampleOptions): DesignOptions {
  if (method !== "sobol" && method !== "shapley") {
    throw new RunSpecError(`The method is "${method}"; it must be sobol or shapley.`, "method");
  }
  if (method === "shapley" && (secondOrder || unscrambled)) {
    throw new RunSpecError(`${secondOrder ? "secondOrder" : "unscrambled"} belongs to sobol.`, "method");
  }
  return { n, seed, unscrambled };
}
