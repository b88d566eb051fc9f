import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { SobolAccumulator, type SobolIndices } from "./sobolAccumulator.js";
import { type ActivationRow, SobolBlock } from "./sobolBlock.js";
import { factorPairs, rowsPerBaseSample, type SobolLayout } from "./sobolLayout.js";

const reference = new URL("../../../../tests/reference/sobol/", import.meta.url);

interface AnalysesFile {
  analyses: {
    id: string;
    factor_names: string[];
    N: number;
    calc_second_order: boolean;
    Y: string;
    S1: number[];
    ST: number[];
    S2?: (number | null)[][];
  }[];
  multi_output: {
    N: number;
    outputs: number;
    Y: string;
    per_output: { constant: boolean; S1: number[]; ST: number[]; S2: (number | null)[][] | null }[];
  };
}
const golden = JSON.parse(readFileSync(new URL("analyses.json", reference), "utf8")) as AnalysesFile;

/** (N)(rows)(U) */
type Samples = readonly (readonly ActivationRow[])[];

function readSamples(name: string, layout: SobolLayout, kind: "float32" | "float64"): Samples {
  const buffer = new Uint8Array(readFileSync(new URL(name, reference))).buffer;
  const values = kind === "float32" ? new Float32Array(buffer) : new Float64Array(buffer);
  const rows = rowsPerBaseSample(layout.factors, layout.secondOrder);
  const { units } = layout;
  return Array.from({ length: values.length / units / rows }, (_, n) =>
    Array.from({ length: rows }, (_, r) =>
      values.subarray((n * rows + r) * units, (n * rows + r + 1) * units),
    ),
  );
}

function accumulate(samples: Samples, layout: SobolLayout, blockSize: number): SobolAccumulator {
  const { units } = layout;
  // Any value near the means will do.
  const pilot = Float64Array.from({ length: units }, (_, u) => samples[0][0][u]);
  const accumulator = new SobolAccumulator({ layout, pilot, aggregates: [] });
  for (let start = 0; start < samples.length; start += blockSize) {
    const block = new SobolBlock(layout, pilot);
    block.pushSamples(samples.slice(start, start + blockSize));
    accumulator.merge(block);
  }
  return accumulator;
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(actual[i]).toBeNaN();
    else expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance * Math.max(1, Math.abs(value)));
  }
}

describe("SobolAccumulator against SALib", () => {
  for (const blockSize of [1, 16, 4096]) {
    it.each(golden.analyses)(`equals it on $id to 1e-9 with blocks of ${blockSize}`, (file) => {
      const shape = { factors: file.factor_names.length, secondOrder: file.calc_second_order, units: 1 };
      const read = readSamples(file.Y, shape, "float64");
      expect(read.length).toBe(file.N);
      const { s1, st, s2 } = accumulate(read, shape, blockSize).result();
      const values = (estimates: SobolIndices["s1"]) => estimates.map((estimate) => estimate.values[0]);
      expectClose(values(s1), file.S1, 1e-9);
      expectClose(values(st), file.ST, 1e-9);
      const pairs = file.calc_second_order ? factorPairs(shape.factors) : [];
      expectClose(
        values(s2),
        pairs.map(([j, k]) => file.S2?.[j][k] as number),
        1e-9,
      );
    });

    it(`equals it on many outputs at once with blocks of ${blockSize}, and gives NaN where it has a constant`, () => {
      const { outputs, per_output, Y } = golden.multi_output;
      const shape = { factors: 4, secondOrder: true, units: outputs };
      const result = accumulate(readSamples(Y, shape, "float32"), shape, blockSize).result();
      expect(per_output.filter(({ constant }) => constant).length).toBe(1);
      for (const [u, { constant, S1, ST, S2 }] of per_output.entries()) {
        const expected = [...S1, ...ST, ...factorPairs(4).map(([j, k]) => S2?.[j][k] as number)];
        const actual = [...result.s1, ...result.st, ...result.s2].map(({ values }) => values[u]);
        expectClose(actual, constant ? expected.map(() => Number.NaN) : expected, 1e-9);
      }
    });
  }
});
