import { accuracy, classAccuracies, classScores, imageScores } from "../masking/accuracy.js";
import { differenceFromControls, meanScores } from "../masking/accuracyDifference.js";
import { type Collapse, findCollapse } from "../masking/collapse.js";
import type { Predictions } from "../masking/predictions.js";
import { pairedDifference } from "../stats/pairedDifference.js";
import { wilsonInterval } from "../stats/wilson.js";
import { keptClasses, readFinished } from "./keptPredictions.js";
import {
  type AccuracyChange,
  type AccuracyShares,
  accuracyChange,
  accuracyShares,
  changeFromControls,
  type Share,
  shareOf,
} from "./shares.js";
import type { TestSpec } from "./testSpec.js";
import { requireEvaluation, UNMASKED } from "./variants.js";

/** Top-1 accuracy of the images of one class. */
export interface ClassComparison {
  readonly label: string;
  readonly classId: number;
  readonly images: number;
  readonly baselineTop1: Share;
  readonly maskedTop1: Share;
  /** Mean over the random controls. */
  readonly randomTop1: Share;
}

/** What a mask does to a network's accuracy. */
export interface EvaluationResult {
  /** Images. */
  readonly sampleCount: number;
  readonly baseline: AccuracyShares;
  readonly masked: AccuracyShares;
  /** Mean over the random controls; the half width is over images, for these controls. */
  readonly randomControl: AccuracyShares;
  /** As many units, the least sensitive ones; null for soft and combined masks. */
  readonly leastSensitive: AccuracyShares | null;
  /** Of top-1. */
  readonly maskedMinusBaseline: AccuracyChange;
  readonly maskedMinusRandom: AccuracyChange;
  readonly maskedMinusLeastSensitive: AccuracyChange | null;
  /** Masked less each random control, top-1. */
  readonly perControl: readonly number[];
  /** Classes that occur, ascending. */
  readonly perClass: readonly ClassComparison[];
  /** Of the masked predictions. */
  readonly collapse: Collapse;
}

/**
 * Accuracy with and without the mask, and under its controls.
 *
 * @param predictions of `runMaskEvaluation` for the same spec.
 * @throws {StateFormatError} when the predictions are damaged, unfinished, or of another test.
 */
export function evaluationResult(spec: TestSpec, predictions: Uint8Array): EvaluationResult {
  const kept = readFinished(spec, predictions);
  const variants = requireEvaluation(kept.masks.variants);
  const { labels } = spec;
  const top1 = (of: Predictions) => imageScores(of, labels, 1);
  const unmasked = kept.of(0, UNMASKED);
  const masked = kept.of(0, variants.masked);
  const controls = variants.controls.map((variant) => kept.of(0, variant));
  const least = variants.leastSensitive === null ? null : kept.of(0, variants.leastSensitive);

  const { draws } = masked;
  const ofMasked = top1(masked);
  const ofControls = controls.map(top1);
  const fromControls = differenceFromControls(ofMasked, ofControls);
  return {
    sampleCount: spec.images.length,
    baseline: accuracyShares(accuracy(unmasked, labels)),
    masked: accuracyShares(accuracy(masked, labels)),
    randomControl: {
      top1: meanShare(ofControls, draws),
      top5: meanShare(
        controls.map((control) => imageScores(control, labels, keptClasses(spec))),
        draws,
      ),
    },
    leastSensitive: least && accuracyShares(accuracy(least, labels)),
    maskedMinusBaseline: accuracyChange(pairedDifference(ofMasked, top1(unmasked))),
    maskedMinusRandom: changeFromControls(fromControls),
    maskedMinusLeastSensitive: least && accuracyChange(pairedDifference(ofMasked, top1(least))),
    perControl: fromControls.perControl,
    perClass: compareClasses(spec, unmasked, masked, ofControls),
    collapse: findCollapse(masked),
  };
}

/**
 * Mean accuracy of several controls on the same images.
 *
 * @param scores [r](images) of `imageScores`, one a control.
 * @param draws of each image in the test.
 */
export function meanShare(scores: readonly Float64Array[], draws: number): Share {
  return shareOf(wilsonInterval(meanScores(scores), { draws: scores.length * draws }));
}

function compareClasses(
  { labels, classNames }: TestSpec,
  unmasked: Predictions,
  masked: Predictions,
  controls: readonly Float64Array[],
): ClassComparison[] {
  const ofMasked = classAccuracies(masked, labels);
  const ofRandom = classScores(meanScores(controls), labels, controls.length * masked.draws);
  return classAccuracies(unmasked, labels).map(({ classId, top1 }, i) => ({
    label: classNames[classId],
    classId,
    images: top1.n,
    baselineTop1: shareOf(top1),
    maskedTop1: shareOf(ofMasked[i].top1),
    randomTop1: shareOf(ofRandom[i].top1),
  }));
}
