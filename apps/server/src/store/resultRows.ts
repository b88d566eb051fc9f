import { randomUUID } from "node:crypto";
import type { IndexMapResult } from "@unitscope/core/run/runResult";
import type { CheckpointSpec } from "@unitscope/core/run/runSpec";
import type { NewChannelIndex } from "../db/channelIndices.js";
import type { NewIndexMap } from "../db/indexMaps.js";
import { finite, histogramOf, meanOf, STORED_BINS, storedQuantiles, summarise } from "./mapSummary.js";
import { packFloats } from "./packedFloats.js";
import { countFlags, packFlags } from "./unitFlags.js";

/** Null would do, but an array of parameters that begins with it makes Prisma send the bytes after it as text. */
const NO_FLAGS = new Uint8Array();

/** Rows of one index map: the map and its channels. */
export interface MapRows {
  readonly map: NewIndexMap;
  readonly channels: readonly NewChannelIndex[];
}

/**
 * Turns one map of a result into rows. Values are rounded to float32 first and summarised after, so that the summary
 * describes the values that are served.
 *
 * @param position place of the map in the run's result.
 */
export function mapRows(
  runId: string,
  position: number,
  result: IndexMapResult,
  checkpoint: CheckpointSpec,
): MapRows {
  const id = randomUUID();
  const values = Float32Array.from(result.values);
  const halfWidths = Float32Array.from(result.halfWidths);
  const flags = result.flags && packFlags(result.flags);
  const { argmax: _, ...summary } = summarise(values);
  const map: NewIndexMap = {
    id,
    runId,
    position,
    checkpointName: result.checkpoint,
    measure: result.measure,
    factor: result.factor ?? "",
    withFactor: result.withFactor ?? "",
    shape: [...checkpoint.shape],
    unitCount: values.length,
    ...summary,
    meanHalfWidth: meanOf(halfWidths),
    ...(flags && countFlags(flags, values)),
    simultaneousHalfWidth: result.flags && finite(result.flags.simultaneousHalfWidth),
    aggregated: finite(result.aggregated),
    aggregatedHalfWidth: finite(result.aggregatedHalfWidth),
    quantiles: storedQuantiles(values) as object[],
    histogram: { ...histogramOf(values, STORED_BINS) } as object,
  };
  return { map, channels: channelRows(id, result, checkpoint, { values, halfWidths, flags }) };
}

function channelRows(
  indexMapId: string,
  result: IndexMapResult,
  checkpoint: CheckpointSpec,
  units: { values: Float32Array; halfWidths: Float32Array; flags: Uint8Array<ArrayBuffer> | null },
): NewChannelIndex[] {
  const [channels = 1, , width = 1] = checkpoint.shape;
  const size = units.values.length / channels;
  return Array.from({ length: channels }, (_, channel) => {
    const ends = [channel * size, (channel + 1) * size] as const;
    const values = units.values.subarray(...ends);
    const halfWidths = units.halfWidths.subarray(...ends);
    const { mean, max, argmax, undefinedCount } = summarise(values);
    return {
      indexMapId,
      channel,
      values: packFloats(values),
      halfWidths: packFloats(halfWidths),
      flags: units.flags?.slice(...ends) ?? NO_FLAGS,
      mean,
      max,
      argmaxY: argmax < 0 ? null : Math.floor(argmax / width),
      argmaxX: argmax < 0 ? null : argmax % width,
      undefinedCount,
      halfWidth: meanOf(halfWidths),
      aggregated: finite(result.channelAggregated[channel] ?? Number.NaN),
      aggregatedHalfWidth: finite(result.channelAggregatedHalfWidths[channel] ?? Number.NaN),
    };
  });
}
