import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError, StateFormatError } from "../errors.js";
import { RunningMoments } from "./runningMoments.js";

const reference = new URL("../../../../tests/reference/stats/", import.meta.url);

interface StreamingFile {
  cases: {
    name: string;
    rows: number;
    features: number;
    dtype: "f32" | "f64";
    X: string;
    chunks: { start: number; end: number; cumulative: { mean: number | null; M2: number | null }[] }[];
  }[];
}
const golden = JSON.parse(readFileSync(new URL("streaming.json", reference), "utf8")) as StreamingFile;

/** Suggested by the reference's README: at mean 1e6 and spread 1e-2 a float64 holds 8 digits of a deviation. */
const m2Tolerance = (name: string): number => (name.startsWith("cancel_") ? 1e-6 : 1e-12);

function readRows(file: StreamingFile["cases"][number]): (Float32Array | Float64Array)[] {
  const buffer = new Uint8Array(readFileSync(new URL(file.X, reference))).buffer;
  const values = file.dtype === "f32" ? new Float32Array(buffer) : new Float64Array(buffer);
  return Array.from({ length: file.rows }, (_, r) =>
    values.subarray(r * file.features, (r + 1) * file.features),
  );
}

function momentsOf(rows: ArrayLike<number>[], units: number): RunningMoments {
  const moments = new RunningMoments(units);
  for (const row of rows) moments.push(row);
  return moments;
}

describe("RunningMoments", () => {
  it.each(golden.cases)("equals exact arithmetic after every merged chunk of $name", (file) => {
    const rows = readRows(file);
    const whole = new RunningMoments(file.features);
    for (const { start, end, cumulative } of file.chunks) {
      whole.merge(momentsOf(rows.slice(start, end), file.features));
      expect(whole.count).toBe(end);
      for (const [u, { mean, M2 }] of cumulative.entries()) {
        if (mean === null || M2 === null) {
          expect(whole.count).toBe(0);
          continue;
        }
        expect(Math.abs(whole.mean[u] - mean)).toBeLessThanOrEqual(1e-14 * Math.abs(mean));
        expect(Math.abs(whole.m2[u] - M2)).toBeLessThanOrEqual(m2Tolerance(file.name) * M2);
      }
    }
  });

  it("merges to what one pass over all rows gives", () => {
    const row = fc.array(fc.double({ min: -1e3, max: 1e3, noNaN: true }), { minLength: 2, maxLength: 2 });
    fc.assert(
      fc.property(fc.array(row), fc.array(row), (left, right) => {
        const merged = momentsOf(left, 2);
        merged.merge(momentsOf(right, 2));
        const whole = momentsOf([...left, ...right], 2);
        expect(merged.count).toBe(whole.count);
        for (let u = 0; u < 2; u++) {
          expect(Math.abs(merged.mean[u] - whole.mean[u])).toBeLessThanOrEqual(1e-12 * 1e3);
          expect(Math.abs(merged.m2[u] - whole.m2[u])).toBeLessThanOrEqual(1e-12 * (1e6 * (1 + whole.count)));
        }
      }),
    );
  });

  it("goes on from its state with the same bits", () => {
    const rows = readRows(golden.cases[0]);
    const units = golden.cases[0].features;
    const resumed = RunningMoments.fromState(units, momentsOf(rows.slice(0, 50), units).state());
    for (const row of rows.slice(50)) resumed.push(row);
    expect(resumed.state()).toEqual(momentsOf(rows, units).state());
  });

  it("gives both variances, and NaN for too few rows", () => {
    const moments = momentsOf([[1], [2], [6]], 1);
    expect(moments.variance(0)[0]).toBeCloseTo(14 / 3, 14);
    expect(moments.variance(1)[0]).toBeCloseTo(7, 14);
    expect(momentsOf([[1]], 1).variance(1)[0]).toBeNaN();
    expect(new RunningMoments(1).variance(0)[0]).toBeNaN();
  });

  it("refuses other shapes and foreign states", () => {
    const moments = new RunningMoments(3);
    expect(() => moments.push([1, 2])).toThrow(ShapeError);
    expect(() => moments.merge(new RunningMoments(2))).toThrow(ShapeError);
    expect(() => RunningMoments.fromState(3, new Float64Array(6))).toThrow(StateFormatError);
    expect(() => RunningMoments.fromState(1, Float64Array.of(-1, 0, 0))).toThrow(StateFormatError);
  });
});
