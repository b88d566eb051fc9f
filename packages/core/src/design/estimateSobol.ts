import { blockSizeFor } from "../run/runSpec.js";
import { SobolAccumulator } from "../sensitivity/sobolAccumulator.js";
import { SobolBlock } from "../sensitivity/sobolBlock.js";
import { factorPairs, rowsPerBaseSample } from "../sensitivity/sobolLayout.js";
import type { DesignOptions } from "./designOptions.js";
import { type DesignEstimates, keyed } from "./estimates.js";
import { baseSampleRows, type EvaluationReader, pilotOf, requireRows } from "./evaluationRows.js";
import type { Problem } from "./problem.js";

/**
 * S1, ST and (with second order) S2 of every column of the evaluations, read as a stream; equal to SALib's for the same
 * points. Half widths come from the design's independent blocks; of an unscrambled design every base sample counts as
 * one, as if the points were random: usually too wide.
 *
 * @throws {FileError} when the rows are not those of the design.
 * @throws {NonFiniteActivationError} for NaN or infinity.
 */
export async function estimateSobol(
  problem: Problem,
  secondOrder: boolean,
  options: DesignOptions,
  reader: EvaluationReader,
): Promise<DesignEstimates> {
  const { n, unscrambled } = options;
  const d = problem.groups.length;
  const rowsEach = rowsPerBaseSample(d, secondOrder);
  const other = secondOrder ? "without" : "with";
  requireRows(
    reader,
    n * rowsEach,
    `${n} base samples of ${rowsEach} rows, ${d} factors (${n * rowsPerBaseSample(d, !secondOrder)} rows ${other} --second-order)`,
  );
  const layout = { factors: d, secondOrder, units: reader.rowLength };
  const pilot = await pilotOf(reader, rowsEach, n);
  const accumulator = new SobolAccumulator({ layout, pilot, aggregates: [] });
  const blockSize = unscrambled ? 1 : (options.blockSize ?? blockSizeFor(n));
  let block = new SobolBlock(layout, pilot);
  for await (const rows of baseSampleRows(reader, rowsEach, n)) {
    block.push(rows);
    if (block.baseSamples < blockSize) continue;
    accumulator.merge(block);
    block = new SobolBlock(layout, pilot);
  }
  accumulator.merge(block);
  const { s1, st, s2, mean, variance, blocks } = accumulator.result();
  const keys = problem.groups.map((group) => group.key);
  const pairKeys = factorPairs(d).map(([j, k]) => `${keys[j]}|${keys[k]}`);
  return {
    baseSamples: n,
    evaluations: n * rowsEach,
    units: layout.units,
    blocks,
    mean,
    variance,
    measures: [
      keyed("S1", keys, s1),
      keyed("ST", keys, st),
      ...(secondOrder ? [keyed("S2", pairKeys, s2)] : []),
    ],
  };
}
