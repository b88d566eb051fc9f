import { Matrix, SingularValueDecomposition } from "ml-matrix";
import { MapAnalysisError, ShapeError } from "../errors.js";
import { type Whitening, whiten } from "./whitening.js";

/** Least singular value kept: scikit-learn's `tol`. */
const TOLERANCE = 1e-4;
/** Spread of a feature, relative to its size, that is rounding and no spread. */
const ROUNDING = 1e-12;

/** A sample: its features, all numbers. */
export type Sample = ArrayLike<number>;

/**
 * Linear discriminant analysis by singular values with empirical priors, as scikit-learn's
 * `LinearDiscriminantAnalysis(solver="svd", tol=1e-4)`; more features than samples are no hindrance.
 *
 * Features are scaled by their spread within classes (divisor n), the within-class scatter is whitened, and classes are
 * told apart in the space of their whitened means; see Hastie, Tibshirani and Friedman, "The Elements of Statistical
 * Learning", section 4.3.
 */
export class LinearDiscriminant {
  private constructor(
    /** K classes, ascending. */
    readonly classes: readonly number[],
    /** (K) shares of the training samples. */
    readonly priors: Float64Array,
    /** (K, p) */
    private readonly weights: Matrix,
    /** (K) */
    private readonly offsets: Float64Array,
    /** (p, axes) */
    private readonly axesOfFeatures: Matrix,
    /** (p) */
    private readonly centre: Float64Array,
    /** Share of the variance between class means that each axis carries, largest first. */
    readonly explainedShares: Float64Array,
  ) {}

  /**
   * @param samples [n](p)
   * @param labels (n) class numbers: two classes or more, and more samples than classes.
   * @throws {ShapeError} when lengths differ, a feature is no finite number, or there are too few classes or samples.
   * @throws {MapAnalysisError} when no feature varies within the classes.
   */
  static fit(samples: readonly Sample[], labels: ArrayLike<number>): LinearDiscriminant {
    checkSamples(samples, labels);
    const classes = [...new Set(Array.from(labels))].sort((a, b) => a - b);
    const [n, p, k] = [samples.length, samples[0].length, classes.length];
    if (k < 2 || n <= k) {
      throw new ShapeError(
        `Discriminant analysis needs two classes and more samples than classes, not ${k} classes of ${n} samples.`,
      );
    }
    const memberships = Int32Array.from(labels, (label) => classes.indexOf(label));
    const { counts, means } = classMeans(samples, memberships, k);
    const priors = counts.map((count) => count / n);
    const centre = Float64Array.from({ length: p }, (_, j) =>
      means.reduce((sum, mean, c) => sum + priors[c] * mean[j], 0),
    );
    const spread = spreadWithin(samples, memberships, means);
    const scale = 1 / Math.sqrt(n - k);
    const within = samples.map((sample, i) =>
      Float64Array.from(sample, (value, j) => ((value - means[memberships[i]][j]) / spread[j]) * scale),
    );
    const between = new Matrix(
      means.map((mean, c) =>
        Float64Array.from(mean, (value, j) => {
          const weight = Math.sqrt((n * priors[c]) / (k - 1));
          return (weight * (value - centre[j])) / spread[j];
        }),
      ),
    );
    const { axes, explainedShares } = discriminantAxes(whiten(within, TOLERANCE), between);
    for (let j = 0; j < p; j++)
      for (let a = 0; a < axes.columns; a++) axes.set(j, a, axes.get(j, a) / spread[j]);
    const centredMeans = new Matrix(means.map((mean) => mean.map((value, j) => value - centre[j])));
    const projected = centredMeans.mmul(axes);
    const weights = projected.mmul(axes.transpose());
    const offsets = Float64Array.from({ length: k }, (_, c) => {
      const norm = projected.getRow(c).reduce((sum, value) => sum + value * value, 0);
      return Math.log(priors[c]) - norm / 2;
    });
    return new LinearDiscriminant(classes, priors, weights, offsets, axes, centre, explainedShares);
  }

  /**
   * Log posterior of every class but for a constant of the sample.
   *
   * @param sample (p)
   * @returns (K) in the order of `classes`; for two classes scikit-learn's decision value is the second less the first.
   * @throws {ShapeError} when the sample has another number of features.
   */
  scores(sample: Sample): Float64Array {
    const centred = this.centred(sample);
    return this.offsets.map((offset, c) => offset + dot(centred, (j) => this.weights.get(c, j)));
  }

  /** The class of the largest score; the smaller class where two are equal. @throws {ShapeError} as `scores`. */
  predict(sample: Sample): number {
    const scores = this.scores(sample);
    let best = 0;
    for (let c = 1; c < scores.length; c++) if (scores[c] > scores[best]) best = c;
    return this.classes[best];
  }

  /**
   * Place of a sample on the first axes that tell the classes apart, as for a scatter plot; signs are arbitrary.
   *
   * @returns (axes) at most `axes` and K - 1.
   * @throws {ShapeError} as `scores`.
   */
  project(sample: Sample, axes = 2): Float64Array {
    const centred = this.centred(sample);
    const count = Math.min(axes, this.axesOfFeatures.columns);
    return Float64Array.from({ length: count }, (_, a) => dot(centred, (j) => this.axesOfFeatures.get(j, a)));
  }

  private centred(sample: Sample): Float64Array {
    if (sample.length !== this.centre.length) {
      throw new ShapeError(`A sample has ${sample.length} features; the analysis has ${this.centre.length}.`);
    }
    return this.centre.map((mean, j) => sample[j] - mean);
  }
}

/** Axes (p, r) that whiten the scatter within classes and point along the differences of class means. */
function discriminantAxes(
  whitening: Whitening,
  between: Matrix,
): { axes: Matrix; explainedShares: Float64Array } {
  if (whitening.rank === 0) {
    throw new MapAnalysisError(
      "No feature varies within the classes, so nothing can be told apart by its spread.",
      "checkpoint",
    );
  }
  const { rightSingularVectors, diagonal } = new SingularValueDecomposition(whitening.project(between), {
    computeLeftSingularVectors: false,
    autoTranspose: true,
  });
  const kept = diagonal.filter((value) => value > TOLERANCE * diagonal[0]).length;
  const total = diagonal.reduce((sum, value) => sum + value * value, 0);
  const rotation = rightSingularVectors.subMatrix(0, whitening.rank - 1, 0, Math.max(0, kept - 1));
  return {
    // Equal class means leave no axis; one of length 0 then says that nothing tells the classes apart.
    axes: kept === 0 ? Matrix.zeros(between.columns, 1) : whitening.axes(rotation),
    explainedShares: Float64Array.from(diagonal.slice(0, kept), (value) => (value * value) / total),
  };
}

function checkSamples(samples: readonly Sample[], labels: ArrayLike<number>): void {
  if (samples.length !== labels.length || samples.length === 0) {
    throw new ShapeError(
      `There are ${samples.length} samples and ${labels.length} labels; each sample has one.`,
    );
  }
  const features = samples[0].length;
  for (const [i, sample] of samples.entries()) {
    if (sample.length !== features || features === 0) {
      throw new ShapeError(`Sample ${i} has ${sample.length} features, the first one ${features}.`);
    }
    for (let j = 0; j < features; j++) {
      if (Number.isFinite(sample[j])) continue;
      throw new ShapeError(`Feature ${j} of sample ${i} is ${sample[j]}; leave undefined features out.`);
    }
  }
}

function classMeans(
  samples: readonly Sample[],
  memberships: Int32Array,
  k: number,
): { counts: Float64Array; means: Float64Array[] } {
  const counts = new Float64Array(k);
  const means = Array.from({ length: k }, () => new Float64Array(samples[0].length));
  for (const [i, sample] of samples.entries()) {
    counts[memberships[i]]++;
    const mean = means[memberships[i]];
    for (let j = 0; j < mean.length; j++) mean[j] += sample[j];
  }
  return { counts, means: means.map((sums, c) => sums.map((sum) => sum / counts[c])) };
}

/** Standard deviation within classes, divisor n; 1 for a feature whose spread is nothing but rounding. */
function spreadWithin(
  samples: readonly Sample[],
  memberships: Int32Array,
  means: readonly Float64Array[],
): Float64Array {
  const squares = new Float64Array(samples[0].length);
  const largest = new Float64Array(squares.length);
  for (const [i, sample] of samples.entries()) {
    const mean = means[memberships[i]];
    for (let j = 0; j < squares.length; j++) {
      squares[j] += (sample[j] - mean[j]) ** 2;
      largest[j] = Math.max(largest[j], Math.abs(sample[j]));
    }
  }
  return squares.map((sum, j) => {
    const spread = Math.sqrt(sum / samples.length);
    return spread > ROUNDING * largest[j] ? spread : 1;
  });
}

function dot(values: Float64Array, at: (j: number) => number): number {
  let sum = 0;
  for (let j = 0; j < values.length; j++) sum += values[j] * at(j);
  return sum;
}
