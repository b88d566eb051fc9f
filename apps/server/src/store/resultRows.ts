import { randomUUID } from "node:crypto";
import type { IndexMapResult } from "@unitscope/core/run/runResult";
import type { CheckpointSpec } from "@unitscope/core/run/runSpec";
import type { NewChannelIndex } from "../db/channelIndices.js";
import type { NewIndexMap } from "../db/indexMaps.js";
import { finite, histogramOf, meanOf, STORED_BINS, storedQuantiles, summarise } from "./mapSummary.js";
import { packFloats } from "./packedFloats.js";

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
    aggregated: finite(result.aggregated),
    aggregatedHalfWidth: finite(result.aggregatedHalfWidth),
    quantiles: storedQuantiles(values) as object[],
    histogram: { ...histogramOf(values, STORED_BINS) } as object,
  };
  return { map, channels: channelRows(id, result, checkpoint, values, halfWidths) };
}

function channelRows(
  indexMapId: string,
  result: IndexMapResult,
  checkpoint: CheckpointSpec,
  values: Float32Array,
  halfWidths: Float32Array,
): NewChannelIndex[] {
  const [channels = 1, , width = 1] = checkpoint.shape;
  const size = values.length / channels;
  return Array.from({ length: channels }, (_, channel) => {
    const own = values.subarray(channel * size, (channel + 1) * size);
    const ownHalfWidths = halfWidths.subarray(channel * size, (channel + 1) * size);
    const { mean, max, argmax, undefinedCount } = summarise(own);
    return {
      indexMapId,
      channel,
      values: packFloats(own),
      halfWidths: packFloats(ownHalfWidths),
      mean,
      max,
      argmaxY: argmax < 0 ? null : Math.floor(argmax / width),
      argmaxX: argmax < 0 ? null : argmax % width,
      undefinedCount,
      halfWidth: meanOf(ownHalfWidths),
      aggregated: finite(result.channelAggregated[channel] ?? Number.NaN),
      aggregatedHalfWidth: finite(result.channelAggregatedHalfWidths[channel] ?? Number.NaN),
    };
  });
}
