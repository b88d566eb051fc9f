import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError } from "../errors.js";
import { MAX_SOBOL_DIMENSIONS, SobolSequence } from "./sobolSequence.js";

const reference = new URL("../../../../tests/reference/sobol/", import.meta.url);

interface SequencesFile {
  sequences: { D: number; points: number; f64: string }[];
  far_points: { D: number; items: { index: number; x: number[] }[] };
  column_means_of_first_4096: number[];
}
const golden = JSON.parse(readFileSync(new URL("sequences.json", reference), "utf8")) as SequencesFile;

function readFloat64(name: string): Float64Array {
  const bytes = readFileSync(new URL(name, reference));
  return new Float64Array(new Uint8Array(bytes).buffer);
}

describe("SobolSequence", () => {
  it.each(golden.sequences)("equals SALib's first points in $D dimensions exactly", ({ D, points, f64 }) => {
    const sequence = new SobolSequence(D);
    const expected = readFloat64(f64);
    const actual = Array.from({ length: points }, (_, index) => [...sequence.point(index)]).flat();
    expect(actual).toEqual([...expected]);
  });

  it("equals SALib's points far from the origin exactly", () => {
    const sequence = new SobolSequence(golden.far_points.D);
    for (const { index, x } of golden.far_points.items) expect([...sequence.point(index)]).toEqual(x);
  });

  it("has SALib's column means over 4096 points", () => {
    const sequence = new SobolSequence(golden.column_means_of_first_4096.length);
    const sums = new Float64Array(sequence.dimensions);
    for (let index = 0; index < 4096; index++) {
      for (const [c, x] of sequence.point(index).entries()) sums[c] += x;
    }
    expect([...sums].map((sum) => sum / 4096)).toEqual(golden.column_means_of_first_4096);
  });

  it("puts one point in every interval of length 2^-m, in every dimension it knows", () => {
    const sequence = new SobolSequence(MAX_SOBOL_DIMENSIONS);
    const points = Array.from({ length: 1024 }, (_, index) => sequence.point(index));
    for (let c = 0; c < MAX_SOBOL_DIMENSIONS; c++) {
      expect(new Set(points.map((point) => Math.floor(point[c] * 1024))).size).toBe(1024);
    }
  });

  it("starts at the origin and reaches the last index", () => {
    const sequence = new SobolSequence(3);
    expect([...sequence.point(0)]).toEqual([0, 0, 0]);
    // Gray code of 2^32 - 1 is the top bit alone, and v_32 of the first dimension is the last bit.
    expect(sequence.point(2 ** 32 - 1)[0]).toBe(2 ** -32);
  });

  it("gives a point of fewer dimensions as the head of one of more", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 32 - 1 }),
        fc.integer({ min: 1, max: 40 }),
        (index, dimensions) => {
          const short = new SobolSequence(dimensions).point(index);
          const long = new SobolSequence(40).point(index);
          expect([...short]).toEqual([...long.subarray(0, dimensions)]);
        },
      ),
      { numRuns: 50 },
    );
  });

  it("refuses dimensions and indices it does not have", () => {
    expect(() => new SobolSequence(257)).toThrow(DesignError);
    expect(() => new SobolSequence(0)).toThrow("1 to 256 dimensions, not 0");
    expect(() => new SobolSequence(2).point(2 ** 32)).toThrow("4294967296");
    expect(() => new SobolSequence(2).point(0.5)).toThrow(DesignError);
  });
});
