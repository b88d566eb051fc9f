import type { DesignMethod, DesignOptions } from "./designOptions.js";
import { type Problem, scaleRow } from "./problem.js";
import { sobolDesign } from "./sobolDesign.js";
import { trajectoryDesign } from "./trajectoryDesign.js";

/** One row of a design within the problem's bounds. */
export interface DesignRow {
  readonly values: Float64Array;
  /** Trajectories: key of the factor that changed since the row before; undefined in the first one. */
  readonly changed?: string;
}

/** The rows of a design, base sample by base sample. */
export interface DesignRows {
  readonly baseSamples: number;
  readonly rowsEach: number;
  /** True when the rows are trajectories and carry the order of their changes. */
  readonly hasOrders: boolean;
  baseSample(index: number): readonly DesignRow[];
}

/**
 * The rows of a design, a pure function of its options.
 *
 * @throws {DesignError} when the design is impossible.
 */
export function sampleRows(
  problem: Problem,
  method: DesignMethod,
  secondOrder: boolean,
  options: DesignOptions,
): DesignRows {
  return method === "sobol" ? sobolRows(problem, secondOrder, options) : trajectoryRows(problem, options);
}

function sobolRows(problem: Problem, secondOrder: boolean, options: DesignOptions): DesignRows {
  const design = sobolDesign(problem, secondOrder, options);
  return {
    baseSamples: options.n,
    rowsEach: design.rowsPerBaseSample,
    hasOrders: false,
    baseSample: (index) => design.rows(index).map((row) => ({ values: scaleRow(problem, row) })),
  };
}

function trajectoryRows(problem: Problem, options: DesignOptions): DesignRows {
  const design = trajectoryDesign(problem, options);
  return {
    baseSamples: options.n,
    rowsEach: design.rowsPerBaseSample,
    hasOrders: true,
    baseSample: (index) => {
      const order = design.order(index);
      return design.rows(index).map((row, step) => {
        const group = problem.groups[order[step - 1] ?? -1];
        return { values: scaleRow(problem, row), changed: group?.key };
      });
    },
  };
}
