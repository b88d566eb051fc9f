import type { ChannelOrder, ChannelSummaryRow } from "../db/channelIndices.js";
import type { MapValues } from "./indexMapValues.js";
import { finite } from "./mapSummary.js";

/** One number of a channel. */
type Column = "mean" | "max" | "halfWidth" | "aggregated" | "aggregatedHalfWidth";
export type VectorChannel = Pick<
  ChannelSummaryRow,
  "channel" | "argmaxY" | "argmaxX" | "undefinedCount" | Column
>;

/**
 * Whether the channels of a checkpoint are single units. Those are stored as one row, channel 0, because a row of its
 * own for each would be mostly overhead.
 */
export function isVector(shape: readonly number[]): boolean {
  return shape.slice(1).every((length) => length === 1);
}

/**
 * The channels of a vector, each of one unit, which is its own mean, maximum and, of an index, aggregate.
 *
 * @returns (C) in the order asked for; channels without a value last, equal ones by number.
 */
export function vectorChannels(
  { values, halfWidths, flags }: MapValues,
  order: ChannelOrder,
): VectorChannel[] {
  const channels = Array.from(values, (value, channel): VectorChannel => {
    const halfWidth = finite(halfWidths[channel]!);
    const isDefined = !Number.isNaN(value);
    return {
      channel,
      mean: finite(value),
      max: finite(value),
      argmaxY: isDefined ? 0 : null,
      argmaxX: isDefined ? 0 : null,
      undefinedCount: isDefined ? 0 : 1,
      halfWidth,
      aggregated: flags ? finite(value) : null,
      aggregatedHalfWidth: flags ? halfWidth : null,
    };
  });
  if (order === "INDEX_ASC") return channels;
  const rank = ({ mean }: VectorChannel) => mean ?? Number.NEGATIVE_INFINITY;
  return channels.sort((a, b) => rank(b) - rank(a) || a.channel - b.channel);
}
