import { FileError } from "../errors.js";
import { blockSizeFor } from "../run/runSpec.js";
import { TrajectoryAccumulator } from "../sensitivity/trajectoryAccumulator.js";
import { TrajectoryBlock } from "../sensitivity/trajectoryBlock.js";
import { readOrders } from "./changedColumn.js";
import type { DesignOptions } from "./designOptions.js";
import { type DesignEstimates, keyed } from "./estimates.js";
import { baseSampleRows, type EvaluationReader, pilotOf, requireRows } from "./evaluationRows.js";
import type { Problem } from "./problem.js";
import { trajectoryDesign } from "./trajectoryDesign.js";

/**
 * Shapley effects, ST and S1 of every column of the evaluations of random-order trajectories, read as a stream.
 *
 * @param rowsFile rows.csv with the orders; without it they follow from the design's seed
 * @throws {FileError} when evaluations or orders are not those of the design.
 * @throws {NonFiniteActivationError} for NaN or infinity.
 */
export async function estimateShapley(
  problem: Problem,
  options: DesignOptions,
  reader: EvaluationReader,
  rowsFile: string | undefined,
): Promise<DesignEstimates> {
  const { n, seed, blockSize = blockSizeFor(options.n) } = options;
  const d = problem.groups.length;
  const rowsEach = d + 1;
  requireRows(reader, n * rowsEach, `${n} trajectories of ${rowsEach} rows, ${d} factors`);
  const layout = { factors: d, units: reader.rowLength, seed, blockSize };
  const pilot = await pilotOf(reader, rowsEach, n);
  const accumulator = new TrajectoryAccumulator({ layout, pilot, aggregates: [] });
  const orders = rowsFile === undefined ? ordersOf(problem, options) : readOrders(rowsFile, problem);
  let block = new TrajectoryBlock(layout, pilot);
  for await (const rows of baseSampleRows(reader, rowsEach, n)) {
    const order = await orders.next();
    if (order.done) throw new FileError(`"${rowsFile}" has fewer than the ${n} trajectories of the design.`);
    block.pushOrdered(rows, order.value);
    if (block.baseSamples < blockSize) continue;
    accumulator.merge(block);
    block = new TrajectoryBlock(layout, pilot);
  }
  accumulator.merge(block);
  if (rowsFile !== undefined && !(await orders.next()).done) {
    throw new FileError(`"${rowsFile}" has more than the ${n} trajectories of the design.`);
  }
  const { shapley, s1, st, mean, variance, blocks } = accumulator.result();
  const keys = problem.groups.map((group) => group.key);
  return {
    baseSamples: n,
    evaluations: n * rowsEach,
    units: layout.units,
    blocks,
    mean,
    variance,
    measures: [keyed("SHAPLEY", keys, shapley), keyed("ST", keys, st), keyed("S1", keys, s1)],
  };
}

async function* ordersOf(problem: Problem, options: DesignOptions): AsyncGenerator<number[]> {
  const design = trajectoryDesign(problem, options);
  for (let index = 0; index < options.n; index++) yield design.order(index);
}
