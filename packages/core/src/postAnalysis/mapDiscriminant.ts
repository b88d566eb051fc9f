import { MapAnalysisError } from "../errors.js";
import { counterOrder } from "../random/counterOrder.js";
import { type DiscriminantValidation, validateDiscriminant } from "../stats/discriminantValidation.js";
import { groupedFolds } from "../stats/groupedFolds.js";
import { LinearDiscriminant } from "../stats/linearDiscriminant.js";
import { type MapSamples, mapSamples } from "../stats/mapSamples.js";
import { type ShareInterval, wilsonInterval } from "../stats/wilson.js";
import { checkDiscriminantPlan, type DiscriminantPlan } from "./discriminantPlan.js";

/** Philox stream of the orders in which channels are dealt into folds. */
const FOLD_STREAM = 0x4c444146;

/** How well the factor can be told from its map. */
export interface MapDiscriminant extends Omit<DiscriminantValidation, "hits"> {
  /** 95 % interval of the accuracy. */
  readonly interval: ShareInterval;
  /** One channel's map under one factor each, placed on the axes of an analysis of all maps. */
  readonly points: readonly DiscriminantPoint[];
  /** Share of the variance between the factors' mean maps that each axis carries, largest first; d - 1 at most. */
  readonly explainedShares: readonly number[];
  /** Channels in the analysis, ascending, and pixels of their maps: those that undefined units leave. */
  readonly channels: readonly number[];
  readonly pixels: readonly number[];
}

/** A sample on the first two discriminant axes, whose signs are arbitrary. */
export interface DiscriminantPoint {
  /** Number of the factor. */
  readonly factor: number;
  readonly channel: number;
  readonly x: number;
  /** NaN where one axis carries all: with two factors, or one pixel. */
  readonly y: number;
}

/**
 * Repeated cross-validated linear discriminant analysis of the index maps of one checkpoint and measure: a sample is one
 * channel's map under one factor, its features the values at the pixels, its class the factor (Kharyuk, Matveev and
 * Oseledets, arXiv 2503.03283). Unlike there, a channel's maps are never on both sides of a split.
 *
 * The interval is Wilson's over channels, each scoring the share of its maps that were told right over all repeats: the
 * maps of a channel are not independent, nor are repeats, so neither adds to the number of items by itself. Channels
 * train the analyses of each other, so only as many count as one fold trains on: the correction of Nadeau and Bengio
 * (Machine Learning 52 (2003) 239-281) for many repeats. The interval is of the accuracy on further channels of the same
 * checkpoint and run.
 *
 * @param maps [d](C * P) one a factor, in C, H, W order.
 * @param shape (C, H, W)
 * @throws {MapAnalysisError} when the plan is out of range, there are fewer than two factors, the checkpoint has no
 *   extent, or the defined part of the maps is too small for the folds.
 * @throws {ShapeError} when a map does not have the shape.
 */
export function mapDiscriminant(
  maps: readonly ArrayLike<number>[],
  shape: readonly number[],
  plan: DiscriminantPlan,
): MapDiscriminant {
  checkDiscriminantPlan(plan);
  if (maps.length < 2) {
    throw new MapAnalysisError(`Two factors or more can be told apart; there are ${maps.length}.`, "measure");
  }
  if (!hasExtent(shape)) {
    throw new MapAnalysisError(
      `A checkpoint of shape [${shape}] has no extent, so its factors have no maps to be told by.`,
      "checkpoint",
    );
  }
  const data = mapSamples(maps, shape);
  checkChannels(data, shape, plan);
  const { samples, labels, groups } = data;
  const folds = groupedFolds(groups, {
    folds: plan.folds,
    repeats: plan.repeats,
    shuffle: (repeat, n) => counterOrder(plan.seed, FOLD_STREAM, repeat, n),
  });
  const { hits, ...validation } = validateDiscriminant(samples, labels, folds, maps.length);
  const whole = LinearDiscriminant.fit(samples, labels);
  return {
    ...validation,
    interval: wilsonInterval(channelScores(data, hits, plan.repeats), {
      draws: maps.length,
      independentShare: 1 - 1 / plan.folds,
    }),
    points: samples.map((sample, i) => {
      const [x, y = Number.NaN] = whole.project(sample);
      return { factor: labels[i], channel: groups[i], x, y };
    }),
    explainedShares: [...whole.explainedShares],
    channels: data.channels,
    pixels: data.pixels,
  };
}

/** Whether a checkpoint's channels are maps of two pixels or more. */
export function hasExtent(shape: readonly number[]): boolean {
  return shape.length === 3 && shape[1] * shape[2] > 1;
}

function checkChannels(
  { channels }: MapSamples,
  shape: readonly number[],
  { folds }: DiscriminantPlan,
): void {
  // Two channels at least are left to train on: one alone has no spread within its factors.
  const fewest = folds === 2 ? 4 : folds;
  if (channels.length >= fewest) return;
  throw new MapAnalysisError(
    `${folds} folds of channels need ${fewest} channels or more; of the checkpoint's ${shape[0]}, ${channels.length} are defined in at least half of their units.`,
    "checkpoint",
  );
}

/** (C') share of a channel's maps that were told right, each of them tested once a repeat. */
function channelScores({ channels, labels }: MapSamples, hits: Uint32Array, repeats: number): Float64Array {
  const right = new Float64Array(channels.length);
  for (const [i, count] of hits.entries()) right[i % channels.length] += count;
  const tests = (labels.length / channels.length) * repeats;
  return right.map((count) => count / tests);
}
