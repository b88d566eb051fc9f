import { ShapeError } from "../errors.js";
import { COLLAPSE_SHARE, findCollapse } from "./collapse.js";
import { meanJaccard, overlapShares, randomJaccardQuantile } from "./predictionBias.js";
import type { Predictions } from "./predictions.js";

/** What a match has to exceed to make a factor's classes a candidate. */
export interface CandidateThresholds {
  /** Least mean Jaccard similarity. @default 0.01 */
  readonly leastJaccard?: number;
  /** Least multiple of the similarity without a mask. @default 3 */
  readonly timesUnmasked?: number;
  /** Share of random class sets that must be exceeded under the same predictions. @default 0.95 */
  readonly randomProbability?: number;
  /** Random class sets. @default 200 */
  readonly randomSets?: number;
  /** Share of predictions from which on one class is a collapse. @default 0.95 */
  readonly collapseShare?: number;
}

/** How well a factor's most sensitive classes match the bias of predictions under masks of that factor. */
export interface BiasMatch {
  /** Largest mean Jaccard similarity over the configurations judged, and the number of that configuration. */
  readonly jaccard: number;
  readonly configuration: number;
  /** Of every configuration, in order. */
  readonly jaccards: readonly number[];
  readonly unmaskedJaccard: number;
  /** Quantile over random class sets under the predictions of that configuration. */
  readonly randomJaccard: number;
  readonly isLarge: boolean;
  readonly exceedsUnmasked: boolean;
  readonly exceedsRandom: boolean;
  /** All three, and the network has not collapsed there. */
  readonly isCandidate: boolean;
  /** True when the network gives one answer under every configuration, so that nothing can be judged. */
  readonly collapsed: boolean;
  /** Numbers of the configurations under which it does; they are not judged unless there are no others. */
  readonly collapsedConfigurations: readonly number[];
  /** Share of the overlap that each class carries under that configuration. */
  readonly overlapShares: Float64Array;
}

/**
 * Judges whether silencing the units sensitive to a factor pushes predictions to the classes whose outputs are most
 * sensitive to it. A factor is a candidate when the largest similarity over the configurations is at least 0.01, at
 * least 3 times that of the same inputs without a mask, and above what 95 % of random class sets reach under the same
 * predictions.
 *
 * Configurations under which the network collapses to one answer are passed over: one class in every top-5 set gives
 * 1/9 whatever the cause, and random sets rarely hold that class, so the third test alone does not see it.
 *
 * @param classes the factor's most sensitive classes, of `mostSensitiveClasses`.
 * @param unmasked predictions for the same inputs without a mask.
 * @param masked predictions under each configuration, at least one.
 * @param seed of the random class sets.
 * @throws {ShapeError} without configurations or predictions, and as `meanJaccard`.
 */
export function matchBias(
  classes: readonly number[],
  unmasked: Predictions,
  masked: readonly Predictions[],
  seed: number,
  thresholds: CandidateThresholds = {},
): BiasMatch {
  const {
    leastJaccard = 0.01,
    timesUnmasked = 3,
    randomProbability = 0.95,
    randomSets,
    collapseShare = COLLAPSE_SHARE,
  } = thresholds;
  if (masked.length === 0) throw new ShapeError("A bias is judged over one or more mask configurations.");
  const jaccards = masked.map((predictions) => meanJaccard(classes, predictions));
  const collapses = masked.map((predictions) => findCollapse(predictions, collapseShare).collapsed);
  const collapsed = collapses.every((one) => one);
  const judged = [...jaccards.keys()].filter((number) => collapsed || !collapses[number]);
  const configuration = judged.reduce((best, number) => (jaccards[number] > jaccards[best] ? number : best));
  const jaccard = jaccards[configuration];
  const unmaskedJaccard = meanJaccard(classes, unmasked);
  const randomJaccard = randomJaccardQuantile(masked[configuration], classes.length, {
    seed,
    sets: randomSets,
    probability: randomProbability,
  });
  const isLarge = jaccard >= leastJaccard;
  const exceedsUnmasked = jaccard >= timesUnmasked * unmaskedJaccard;
  const exceedsRandom = jaccard > randomJaccard;
  return {
    jaccard,
    configuration,
    jaccards,
    unmaskedJaccard,
    randomJaccard,
    isLarge,
    exceedsUnmasked,
    exceedsRandom,
    isCandidate: isLarge && exceedsUnmasked && exceedsRandom && !collapsed,
    collapsed,
    collapsedConfigurations: [...collapses.keys()].filter((number) => collapses[number]),
    overlapShares: overlapShares(classes, masked[configuration]),
  };
}
