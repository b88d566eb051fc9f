import { MapAnalysisError, ShapeError } from "../errors.js";

/** Largest share of undefined pixels that a channel may have. */
const MAX_UNDEFINED_SHARE = 0.5;

/** Index maps as samples for a discriminant analysis: can the factor be told from the map? */
export interface MapSamples {
  /** One sample for each factor and channel used, channels of a factor side by side: their map's values. */
  readonly samples: Float64Array[];
  /** Number of the factor of each sample. */
  readonly labels: number[];
  /** Channel of each sample, to keep a channel's maps together in folds. */
  readonly groups: number[];
  /** Channels and pixels that are in the samples, ascending. */
  readonly channels: number[];
  readonly pixels: number[];
}

/**
 * Turns the index maps of one checkpoint and measure into samples: one channel's map under one factor each. Undefined
 * units are left out, never filled: first channels with an undefined value under any factor in more than half of their
 * pixels, then pixels with one in any channel left.
 *
 * @param maps [d](C * P) one map a factor, in C, H, W order.
 * @param shape (C, H, W), or (C).
 * @throws {ShapeError} when a map does not have the shape.
 * @throws {MapAnalysisError} when undefined units leave nothing.
 */
export function mapSamples(maps: readonly ArrayLike<number>[], shape: readonly number[]): MapSamples {
  const [channelCount, ...extent] = shape;
  const pixelCount = extent.reduce((product, axis) => product * axis, 1);
  for (const map of maps) {
    if (map.length !== channelCount * pixelCount) {
      throw new ShapeError(
        `A map holds ${map.length} units; its shape [${shape}] has ${channelCount * pixelCount}.`,
      );
    }
  }
  const isUndefined = (channel: number, pixel: number): boolean =>
    maps.some((map) => Number.isNaN(map[channel * pixelCount + pixel]));
  const allPixels = Array.from({ length: pixelCount }, (_, pixel) => pixel);
  const channels = Array.from({ length: channelCount }, (_, channel) => channel).filter(
    (channel) =>
      allPixels.filter((pixel) => isUndefined(channel, pixel)).length <= MAX_UNDEFINED_SHARE * pixelCount,
  );
  const pixels = allPixels.filter((pixel) => !channels.some((channel) => isUndefined(channel, pixel)));
  if (channels.length === 0 || pixels.length === 0) {
    throw new MapAnalysisError(
      "Undefined units leave no part of the maps that all channels share.",
      "checkpoint",
    );
  }
  return {
    samples: maps.flatMap((map) =>
      channels.map((channel) => Float64Array.from(pixels, (pixel) => map[channel * pixelCount + pixel])),
    ),
    labels: maps.flatMap((_, factor) => channels.map(() => factor)),
    groups: maps.flatMap(() => channels),
    channels,
    pixels,
  };
}
