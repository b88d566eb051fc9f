import { type BiasMatch, type CandidateThresholds, matchBias } from "../masking/candidates.js";
import { MASK_CONFIGURATIONS, type MaskConfiguration } from "../masking/configurations.js";
import { chanceJaccard, mostSensitiveClasses } from "../masking/predictionBias.js";
import type { RunMeasure } from "../run/runResult.js";
import { wholeNumber } from "../run/runSpec.js";
import { keptClasses, readFinished } from "./keptPredictions.js";
import { isByMagnitude, requireMaskMeasure } from "./maskMeasures.js";
import type { StudySpec } from "./testSpec.js";
import type { UnitMap, UnitMaps } from "./unitMaps.js";
import { requireStudy, UNMASKED } from "./variants.js";

/** A class whose output unit is among the most sensitive to a factor. */
export interface SensitiveClass {
  readonly classId: number;
  readonly label: string;
  /** Index of its output unit, and the half width of its 95 % interval. */
  readonly value: number;
  readonly halfWidth: number;
  /** Share of the overlap with the predictions that the class carries, see `BiasMatch`. */
  readonly overlapShare: number;
}

/** How the classes most sensitive to a factor match the bias of predictions under masks of that factor. */
export interface SingleClassMatch {
  readonly factor: string;
  /** Key of the input: augmented by the factor where the study has it, else the images as they are. */
  readonly input: string;
  /** The most sensitive first. */
  readonly classes: readonly SensitiveClass[];
  readonly match: BiasMatch;
  /** The configuration of the largest overlap. */
  readonly configuration: MaskConfiguration;
  /** Expected overlap of random sets of these sizes. */
  readonly chanceJaccard: number;
}

export interface SingleClassOptions {
  /** Classes a factor. @default 5 */
  readonly topClasses?: number;
  readonly thresholds?: CandidateThresholds;
}

const TOP_CLASSES = 5;

/**
 * Single-class sensitivity (Kharyuk, Matveev and Oseledets, arXiv 2503.03283): for every factor of the study the classes
 * whose output units are most sensitive to it, matched with the predictions for inputs augmented by the factor and
 * masked by it, over the 17 configurations. See `matchBias` for the verdict.
 *
 * @param predictions of `runMaskStudy` for the same spec.
 * @param outputMaps of the run at the network's last value.
 * @param measure by which classes are ranked; it need not be that of the masks.
 * @returns one entry a factor; a factor to which no output has an index has none.
 * @throws {StateFormatError} when the predictions are damaged, unfinished, or of another test.
 * @throws {RunSpecError} when the run has no such maps, or topClasses is no number of classes.
 */
export async function singleClass(
  spec: StudySpec,
  predictions: Uint8Array,
  outputMaps: UnitMaps,
  measure: RunMeasure,
  { topClasses = TOP_CLASSES, thresholds }: SingleClassOptions = {},
): Promise<readonly SingleClassMatch[]> {
  requireMaskMeasure(measure);
  const classCount = spec.classNames.length;
  wholeNumber("topClasses", topClasses, 1, classCount);
  const kept = readFinished(spec, predictions);
  const variants = requireStudy(kept.masks.variants);
  const matches: SingleClassMatch[] = [];
  for (const [number, factor] of spec.factors.entries()) {
    const checkpoint = spec.output.name;
    const map = await outputMaps.get({ checkpoint, measure, factor, withFactor: null });
    const ids = mostSensitiveClasses(strengths(map, measure), topClasses);
    if (ids.length === 0) continue;
    const input = inputOf(spec, factor);
    const masked = variants.masked[number].map((variant) => kept.of(input, variant));
    const match = matchBias(ids, kept.of(input, UNMASKED), masked, spec.seed, thresholds);
    matches.push({
      factor,
      input: spec.inputs[input].key,
      classes: ids.map((classId, place) => ({
        classId,
        label: spec.classNames[classId],
        value: map.values[classId],
        halfWidth: map.halfWidths[classId],
        overlapShare: match.overlapShares[place],
      })),
      match,
      configuration: MASK_CONFIGURATIONS[match.configuration],
      chanceJaccard: chanceJaccard(classCount, ids.length, keptClasses(spec)),
    });
  }
  return matches;
}

function strengths({ values }: UnitMap, measure: RunMeasure): ArrayLike<number> {
  return isByMagnitude(measure) ? Float64Array.from(values, Math.abs) : values;
}

function inputOf({ inputs }: StudySpec, factor: string): number {
  const alone = inputs.findIndex(({ kind, key }) => kind === "ALONE" && key === factor);
  return alone >= 0 ? alone : inputs.findIndex(({ kind }) => kind === "PLAIN");
}
