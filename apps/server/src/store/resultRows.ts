import { randomUUID } from "node:crypto";
import { type CheckpointSpec, type IndexMapResult, storedEstimate } from "@unitscope/core/reading";
import type { NewChannelIndex } from "../db/channelIndices.js";
import type { NewIndexMap } from "../db/indexMaps.js";
import { finite, histogramOf, meanOf, STORED_BINS, storedQuantiles, summarise } from "./mapSummary.js";
import { type ChannelUnits, packChannel } from "./packedChannel.js";
import { countFlags, packFlags } from "./unitFlags.js";
import { isVector } from "./vectorChannels.js";

/** Rows of one index map: the map and its channels. */
export interface MapRows {
  readonly map: NewIndexMap;
  readonly channels: readonly NewChannelIndex[];
}

/**
 * Turns one map of a result into rows. Values are rounded first and summarised after, so that the summary describes
 * the values that are served.
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
  const { values, halfWidths } = storedEstimate(result);
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
  units: ChannelUnits,
): NewChannelIndex[] {
  const isOne = isVector(checkpoint.shape);
  const channels = isOne ? 1 : (checkpoint.shape[0] ?? 1);
  const width = isOne ? units.values.length : (checkpoint.shape[2] ?? 1);
  const size = units.values.length / channels;
  const aggregates = isOne
    ? { values: [result.aggregated], halfWidths: [result.aggregatedHalfWidth] }
    : { values: result.channelAggregated, halfWidths: result.channelAggregatedHalfWidths };
  return Array.from({ length: channels }, (_, channel) => {
    const ends = [channel * size, (channel + 1) * size] as const;
    const values = units.values.subarray(...ends);
    const halfWidths = units.halfWidths.subarray(...ends);
    const { mean, max, argmax, undefinedCount } = summarise(values);
    return {
      indexMapId,
      channel,
      units: packChannel({ values, halfWidths, flags: units.flags?.subarray(...ends) ?? null }),
      mean,
      max,
      argmaxY: argmax < 0 ? null : Math.floor(argmax / width),
      argmaxX: argmax < 0 ? null : argmax % width,
      undefinedCount,
      halfWidth: meanOf(halfWidths),
      aggregated: finite(aggregates.values[channel] ?? Number.NaN),
      aggregatedHalfWidth: finite(aggregates.halfWidths[channel] ?? Number.NaN),
    };
  });
}
