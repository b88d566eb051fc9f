import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NonFiniteActivationError, ShapeError } from "../errors.js";
import { accuracy, classAccuracies, imageScores } from "./accuracy.js";
import { differenceFromControls, meanScores } from "./accuracyDifference.js";
import { predictionBytes, predictionsFromBytes, predictionsOf, topClasses } from "./predictions.js";

describe("topClasses", () => {
  it("lists classes by falling logit, equal ones by number", () => {
    expect([...topClasses([0.1, 0.9, 0.5, 0.9, -1, 0.5], 6)]).toEqual([1, 3, 2, 5, 0]);
    expect([...topClasses([2, 1, 1, 2], 2, 1)]).toEqual([0, 1]);
    expect([...topClasses([Number.NEGATIVE_INFINITY, 0, 1], 3)]).toEqual([2, 1, 0]);
  });

  it("agrees with sorting all classes", () => {
    const row = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(row, row, fc.integer({ min: 1, max: 8 }), (first, second, width) => {
        const sorted = [first, second].flatMap((logits) =>
          [...logits.keys()].sort((a, b) => logits[b] - logits[a] || a - b).slice(0, width),
        );
        expect([...topClasses(Float32Array.from([...first, ...second]), 8, width)]).toEqual(sorted);
      }),
    );
  });

  it("refuses NaN and lengths that are no whole rows", () => {
    expect(() => topClasses([1, 2, Number.NaN, 1], 2)).toThrow("class 0 is NaN in row 1");
    expect(() => topClasses([1, Number.NaN], 2)).toThrow(NonFiniteActivationError);
    expect(() => topClasses([1, 2, 3], 2)).toThrow(ShapeError);
    expect(() => topClasses([], 0)).toThrow("1 to 65536 classes");
  });
});

describe("predictions", () => {
  it("come back from their bytes", () => {
    const predictions = predictionsOf(Uint16Array.of(300, 1, 2, 3, 4, 999, 6, 7, 8, 9), 1000, 2);
    const bytes = predictionBytes(predictions);
    expect([...bytes.subarray(0, 4)]).toEqual([44, 1, 1, 0]);
    // A view that does not start at an even address, as a database driver may give it.
    const shifted = new Uint8Array(21);
    shifted.set(bytes, 1);
    expect(predictionsFromBytes(shifted.subarray(1), 1000, 2)).toEqual(predictions);
    expect(predictions).toMatchObject({ images: 1, draws: 2, width: 5 });
  });

  it("refuses parts of an image and classes that do not exist", () => {
    expect(() => predictionsOf(new Uint16Array(15), 1000, 2)).toThrow("no whole images");
    expect(() => predictionsOf(Uint16Array.of(0, 1, 2), 3, 1)).not.toThrow();
    expect(() => predictionsOf(Uint16Array.of(0, 1, 3), 3, 1)).toThrow("names class 3");
    expect(() => predictionsFromBytes(new Uint8Array(3), 1000)).toThrow(ShapeError);
  });
});

describe("accuracy", () => {
  /** Three images of two draws among 7 classes; the labels are 2, 0, 2. */
  const predictions = predictionsOf(
    Uint16Array.from(
      [
        [2, 1, 0, 3, 4],
        [1, 2, 0, 3, 4],
        [1, 3, 4, 5, 6],
        [1, 0, 4, 5, 6],
        [2, 1, 0, 3, 4],
        [2, 1, 0, 3, 4],
      ].flat(),
    ),
    7,
    2,
  );
  const labels = [2, 0, 2];

  it("averages the draws of an image first", () => {
    expect([...imageScores(predictions, labels, 1)]).toEqual([0.5, 0, 1]);
    expect([...imageScores(predictions, labels, 2)]).toEqual([1, 0.5, 1]);
    const { top1, top5 } = accuracy(predictions, labels);
    expect(top1).toMatchObject({ share: 0.5, n: 3 });
    expect(top5.share).toBeCloseTo(2.5 / 3, 12);
    expect(top1.halfWidth).toBeGreaterThan(0.2);
  });

  it("is told class by class", () => {
    const classes = classAccuracies(predictions, labels);
    expect(classes.map(({ classId, top1 }) => [classId, top1.share, top1.n])).toEqual([
      [0, 0, 1],
      [2, 0.75, 2],
    ]);
  });

  it("counts all classes for top-5 where there are fewer", () => {
    const few = predictionsOf(topClasses([3, 1, 2, 1, 2, 3], 3), 3);
    expect(accuracy(few, [1, 0]).top5.share).toBe(1);
    expect(() => imageScores(few, [1, 0], 5)).toThrow("1 to 3 classes");
  });

  it("refuses labels that do not fit", () => {
    expect(() => accuracy(predictions, [0, 1])).toThrow("2 labels for 3 images");
    expect(() => accuracy(predictions, [0, 7, 1])).toThrow("label 7");
  });
});

describe("difference from random masks", () => {
  const masked = Float64Array.of(0, 0, 1, 0, 0, 1, 0, 0);
  const controls = [
    Float64Array.of(1, 0, 1, 1, 0, 1, 0, 1),
    Float64Array.of(1, 1, 1, 1, 0, 1, 0, 0),
    Float64Array.of(1, 0, 1, 0, 1, 1, 0, 0),
  ];

  it("is paired by image and adds the spread of the controls", () => {
    const result = differenceFromControls(masked, controls);
    expect(result.perControl).toEqual([-0.375, -0.375, -0.25]);
    expect(result.difference).toBeCloseTo(-1 / 3, 12);
    // t of 2 degrees of freedom, standard deviation 0.125 / sqrt(3).
    expect(result.controlHalfWidth).toBeCloseTo(
      (4.302652729911275 * (0.125 / Math.sqrt(3))) / Math.sqrt(3),
      6,
    );
    expect(result.halfWidth).toBeCloseTo(Math.hypot(result.byImage.halfWidth, result.controlHalfWidth), 12);
    expect(result.byImage).toMatchObject({ gained: 0, lost: 5, n: 8 });
  });

  it("knows nothing of how controls differ from one of them", () => {
    const result = differenceFromControls(masked, controls.slice(0, 1));
    expect(result.halfWidth).toBeNaN();
    expect(result.byImage.halfWidth).toBeGreaterThan(0);
  });

  it("refuses scores of different images", () => {
    expect(() => differenceFromControls(masked, [])).toThrow("at least one mask");
    expect(() => meanScores([masked, masked.subarray(1)])).toThrow(ShapeError);
  });
});
