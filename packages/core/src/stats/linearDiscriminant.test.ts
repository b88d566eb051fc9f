import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { validateDiscriminant } from "./discriminantValidation.js";
import { LinearDiscriminant } from "./linearDiscriminant.js";

interface LdaFile {
  cases: {
    name: string;
    X: number[][];
    y: number[];
    X_test: number[][];
    folds_test_indices: number[][];
    priors: number[];
    decision_train: (number | number[])[];
    decision_test: (number | number[])[];
    predict_train: number[];
    predict_test: number[];
    cv_fold_accuracy: number[];
    cv_mean_accuracy: number;
    cv_out_of_fold_prediction: number[];
    explained_variance_ratio: number[];
    transform_test_abs: number[][];
  }[];
}
const golden = JSON.parse(
  readFileSync(new URL("../../../../tests/reference/stats/lda.json", import.meta.url), "utf8"),
) as LdaFile;
// Errors seen: 5e-14, relative to a sample's largest score; singular values are found by another algorithm.
const TOLERANCE = 1e-9;

/** Scores as scikit-learn gives them: one number for two classes. */
function decision(scores: Float64Array): number[] {
  return scores.length === 2 ? [scores[1] - scores[0]] : [...scores];
}

function expectDecisions(
  lda: LinearDiscriminant,
  samples: number[][],
  expected: (number | number[])[],
  relative: number,
): void {
  for (const [i, sample] of samples.entries()) {
    const wanted = [expected[i]].flat();
    const actual = decision(lda.scores(sample));
    expect(actual.length).toBe(wanted.length);
    const size = Math.max(...wanted.map(Math.abs));
    for (const [c, value] of wanted.entries()) {
      expect(Math.abs(actual[c] - value)).toBeLessThanOrEqual(relative * size);
    }
  }
}

describe("linear discriminant analysis", () => {
  it.each(golden.cases)("equals scikit-learn's decisions, predictions and projection: $name", (data) => {
    const lda = LinearDiscriminant.fit(data.X, data.y);
    for (const [c, prior] of data.priors.entries()) expect(lda.priors[c]).toBeCloseTo(prior, 12);
    expectDecisions(lda, data.X, data.decision_train, TOLERANCE);
    expectDecisions(lda, data.X_test, data.decision_test, TOLERANCE);
    expect(data.X.map((sample) => lda.predict(sample))).toEqual(data.predict_train);
    expect(data.X_test.map((sample) => lda.predict(sample))).toEqual(data.predict_test);
    expect(lda.explainedShares.length).toBe(data.explained_variance_ratio.length);
    for (const [a, share] of data.explained_variance_ratio.entries()) {
      expect(Math.abs(lda.explainedShares[a] - share)).toBeLessThan(TOLERANCE);
    }
    for (const [i, expected] of data.transform_test_abs.entries()) {
      const axes = lda.project(data.X_test[i], expected.length);
      for (const [a, place] of expected.entries()) {
        expect(Math.abs(Math.abs(axes[a]) - place)).toBeLessThan(TOLERANCE * Math.max(1, place));
      }
    }
  });

  it.each(golden.cases)("equals scikit-learn's accuracy on every fold: $name", (data) => {
    const classes = data.priors.length;
    const result = validateDiscriminant(data.X, data.y, data.folds_test_indices, classes);
    for (const [f, accuracy] of data.cv_fold_accuracy.entries()) {
      expect(result.foldAccuracies[f]).toBeCloseTo(accuracy, 12);
    }
    expect(result.accuracy).toBeCloseTo(data.cv_mean_accuracy, 12);
    for (const truth of Array(classes).keys()) {
      for (const predicted of Array(classes).keys()) {
        const pairs = data.y.filter((y, i) => y === truth && data.cv_out_of_fold_prediction[i] === predicted);
        expect(result.confusion[truth][predicted]).toBe(pairs.length);
      }
    }
  });

  it("is not moved by the unit of any feature", () => {
    const { X, y, X_test } = golden.cases[0];
    const plain = LinearDiscriminant.fit(X, y);
    const scale = fc.double({ min: 1e-3, max: 1e3, noNaN: true });
    const scales = fc.array(scale, { minLength: X[0].length, maxLength: X[0].length });
    const property = fc.property(scales, (factors) => {
      const scaled = (rows: number[][]) => rows.map((row) => row.map((value, j) => value * factors[j] + j));
      const moved = LinearDiscriminant.fit(scaled(X), y);
      for (const [i, sample] of scaled(X_test).entries()) {
        const scores = plain.scores(X_test[i]);
        for (const [c, score] of moved.scores(sample).entries()) {
          expect(Math.abs(score - scores[c])).toBeLessThan(1e-8 * Math.max(...scores.map(Math.abs)));
        }
      }
    });
    fc.assert(property, { numRuns: 30 });
  });

  it("passes over a constant feature and one that is constant within classes but for rounding", () => {
    const samples = Array.from({ length: 30 }, (_, i) => [i % 7, (i * i) % 5, 0.1, 0.1 + 0.2]);
    const labels = samples.map((_, i) => i % 2);
    const plain = LinearDiscriminant.fit(
      samples.map((row) => row.slice(0, 2)),
      labels,
    );
    const constant = LinearDiscriminant.fit(samples, labels);
    for (const sample of samples) {
      const [a, b] = [plain.scores(sample.slice(0, 2)), constant.scores(sample)];
      for (const [c, score] of a.entries()) expect(b[c]).toBeCloseTo(score, 8);
    }
  });

  it("gives every sample the more frequent class when the class means are equal", () => {
    const samples = [[-1], [1], [-2], [2], [-3], [3]];
    const lda = LinearDiscriminant.fit(samples, [0, 0, 1, 1, 1, 1]);
    expect(samples.map((sample) => lda.predict(sample))).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it("refuses too few classes and samples, undefined features and other lengths", () => {
    expect(() => LinearDiscriminant.fit([[1], [2]], [0, 0])).toThrow("not 1 classes");
    expect(() => LinearDiscriminant.fit([[1], [2]], [0, 1])).toThrow("more samples than classes");
    expect(() => LinearDiscriminant.fit([[1], [Number.NaN], [2]], [0, 1, 1])).toThrow(
      "Feature 0 of sample 1",
    );
    expect(() => LinearDiscriminant.fit([[1], [2, 3], [2]], [0, 1, 1])).toThrow(ShapeError);
    expect(() => LinearDiscriminant.fit([[1], [1], [2]], [0, 0, 1])).toThrow("varies within");
    const lda = LinearDiscriminant.fit([[1], [2], [4]], [0, 0, 1]);
    expect(() => lda.predict([1, 2])).toThrow("has 2 features");
    expect(() => validateDiscriminant([[1], [2], [4]], [0, 0, 1], [], 2)).toThrow("one or more folds");
  });
});
