import { type AccuracyResult, accuracy, imageScores } from "../masking/accuracy.js";
import { differenceFromControls } from "../masking/accuracyDifference.js";
import { findCollapse } from "../masking/collapse.js";
import { MASK_CONFIGURATIONS, type MaskConfiguration } from "../masking/configurations.js";
import type { Predictions } from "../masking/predictions.js";
import { type ClusterMerge, clustersByHeight, leafOrder, linkage } from "../stats/hierarchicalClustering.js";
import { rankDistances } from "../stats/rankDistance.js";
import { spearman } from "../stats/spearman.js";
import { meanShare } from "./evaluationResult.js";
import { type KeptPredictions, readFinished } from "./keptPredictions.js";
import { type AccuracyChange, changeFromControls } from "./shares.js";
import type { StudySpec } from "./testSpec.js";
import { requireStudy, type StudyVariants, UNMASKED } from "./variants.js";

/** Accuracy of one input under the masks of one factor; arrays in the order of `MASK_CONFIGURATIONS` (17). */
export interface StudyVector {
  /** Key of the input. */
  readonly input: string;
  readonly maskFactor: string;
  readonly top1: readonly number[];
  readonly top5: readonly number[];
  /** 95 % half widths of `top1`. */
  readonly halfWidth: readonly number[];
  readonly unmaskedTop1: number;
  readonly unmaskedTop5: number;
  /** Mean over random masks of as many units; of soft masks, over the same multipliers shuffled. */
  readonly randomTop1: readonly number[];
  readonly maskedMinusRandom: readonly AccuracyChange[];
  /** Whether the network gives one answer to nearly everything. */
  readonly collapsed: readonly boolean[];
}

/** Spearman's rho between accuracies of augmented inputs and of the images as they are, under masks of one factor. */
export interface StudyCorrelation {
  /** Keys of the augmented inputs. */
  readonly rowLabels: readonly string[];
  /** Factors of the masks. */
  readonly columnLabels: readonly string[];
  /** [row][column] over the 17 configurations; NaN where one of the vectors is constant. */
  readonly rho: readonly (readonly number[])[];
  /** [row][column] two-sided p value of rho = 0; NaN where rho is. */
  readonly p: readonly (readonly number[])[];
}

/** What a study has to tell of accuracy. */
export interface StudyResult {
  /** Images. */
  readonly sampleCount: number;
  readonly configurations: readonly MaskConfiguration[];
  /** By input, then factor. */
  readonly vectors: readonly StudyVector[];
  readonly correlation: StudyCorrelation;
}

/** Accuracy vectors of augmented inputs clustered by how alike they rank the configurations. */
export interface StudyClustering {
  /** "input--mask" of each clustered vector. */
  readonly leaves: readonly string[];
  readonly merges: readonly ClusterMerge[];
  /** Cluster of each leaf under the cut, from 1. */
  readonly clusterOfLeaf: readonly number[];
  /** Leaves in the order of a dendrogram without crossings. */
  readonly order: readonly number[];
  /** Pairs of vectors without a rank correlation, taken as uncorrelated. */
  readonly undefinedPairs: number;
}

/**
 * Accuracy vectors of a study and their rank correlations (Kharyuk, Matveev and Oseledets, arXiv 2503.03283): a low
 * correlation says that masking by the factor changes accuracy differently for inputs under the augmentation.
 *
 * @param predictions of `runMaskStudy` for the same spec.
 * @throws {StateFormatError} when the predictions are damaged, unfinished, or of another test.
 */
export function studyResult(spec: StudySpec, predictions: Uint8Array): StudyResult {
  const kept = readFinished(spec, predictions);
  const variants = requireStudy(kept.masks.variants);
  const vectors = spec.inputs.flatMap((_, input) => {
    const answers = new InputAnswers(spec, kept, input);
    return spec.factors.map((_, factor) => vectorOf(spec, answers, variants, input, factor));
  });
  return {
    sampleCount: spec.images.length,
    configurations: MASK_CONFIGURATIONS,
    vectors,
    correlation: correlationOf(spec, vectors),
  };
}

/**
 * Average linkage of the augmented inputs' vectors at distance sqrt(1 - |rho|), cut at a height.
 *
 * @param height the paper's is 0.025.
 */
export function studyClustering({ vectors }: StudyResult, height: number): StudyClustering {
  const clustered = vectors.filter(({ input }) => input !== "original");
  const leaves = clustered.map(({ input, maskFactor }) => `${input}--${maskFactor}`);
  if (leaves.length === 0) {
    return { leaves, merges: [], clusterOfLeaf: [], order: [], undefinedPairs: 0 };
  }
  const { distances, undefinedPairs } = rankDistances(clustered.map(({ top1 }) => top1));
  const merges = linkage(distances, "average");
  return {
    leaves,
    merges,
    clusterOfLeaf: clustersByHeight(merges, height),
    order: leafOrder(merges),
    undefinedPairs,
  };
}

/** Answers to one input under its variants, each scored once: factors share their random controls. */
class InputAnswers {
  readonly unmasked: AccuracyResult;
  private readonly known = new Map<number, VariantAnswers>();

  constructor(
    private readonly spec: StudySpec,
    private readonly kept: KeptPredictions,
    private readonly input: number,
  ) {
    this.unmasked = accuracy(this.of(UNMASKED).predictions, spec.labels);
  }

  of(variant: number): VariantAnswers {
    const known = this.known.get(variant);
    if (known !== undefined) return known;
    const predictions = this.kept.of(this.input, variant);
    const answers = { predictions, top1: imageScores(predictions, this.spec.labels, 1) };
    this.known.set(variant, answers);
    return answers;
  }
}

interface VariantAnswers {
  readonly predictions: Predictions;
  /** (images) of `imageScores`. */
  readonly top1: Float64Array;
}

function vectorOf(
  { inputs, factors, labels }: StudySpec,
  answers: InputAnswers,
  variants: StudyVariants,
  input: number,
  factor: number,
): StudyVector {
  const { unmasked } = answers;
  const masked = variants.masked[factor].map((variant) => answers.of(variant));
  const controls = variants.controls[factor].map((own) => own.map((variant) => answers.of(variant).top1));
  const accuracies = masked.map(({ predictions }) => accuracy(predictions, labels));
  return {
    input: inputs[input].key,
    maskFactor: factors[factor],
    top1: accuracies.map(({ top1 }) => top1.share),
    top5: accuracies.map(({ top5 }) => top5.share),
    halfWidth: accuracies.map(({ top1 }) => top1.halfWidth),
    unmaskedTop1: unmasked.top1.share,
    unmaskedTop5: unmasked.top5.share,
    randomTop1: controls.map((own) => meanShare(own, inputs[input].draws).value),
    maskedMinusRandom: masked.map(({ top1 }, configuration) =>
      changeFromControls(differenceFromControls(top1, controls[configuration])),
    ),
    collapsed: masked.map(({ predictions }) => findCollapse(predictions).collapsed),
  };
}

function correlationOf({ inputs, factors }: StudySpec, vectors: readonly StudyVector[]): StudyCorrelation {
  const vectorsOf = (input: number) => vectors.slice(input * factors.length, (input + 1) * factors.length);
  const original = inputs.findIndex(({ kind }) => kind === "PLAIN");
  const rows = [...inputs.keys()].filter((input) => input !== original);
  const cells = rows.map((input) =>
    vectorsOf(input).map(({ top1 }, factor) => spearman(top1, vectorsOf(original)[factor].top1)),
  );
  return {
    rowLabels: rows.map((input) => inputs[input].key),
    columnLabels: factors,
    rho: cells.map((row) => row.map(({ rho }) => rho)),
    p: cells.map((row) => row.map(({ p }) => p)),
  };
}
