import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DesignError, ShapeError } from "../errors.js";
import { type ActivationRow, SobolBlock } from "./sobolBlock.js";
import { factorPairs, rowsPerBaseSample, type SobolLayout, sobolSumsLayout } from "./sobolLayout.js";

/** Activations without pattern, a third of them 0. */
function activations(layout: SobolLayout, samples: number, kind: "float32" | "float64"): ActivationRow[][] {
  const row = (n: number, r: number): number[] =>
    Array.from({ length: layout.units }, (_, u) => {
      const x = Math.sin(12.9898 * (n + 1) + 78.233 * (r + 1) + 37.719 * u) * 43758.5453;
      const share = x - Math.floor(x);
      return share < 1 / 3 ? 0 : share * 10;
    });
  return Array.from({ length: samples }, (_, n) =>
    Array.from({ length: rowsPerBaseSample(layout.factors, layout.secondOrder) }, (_, r) =>
      kind === "float32" ? Float32Array.from(row(n, r)) : Float64Array.from(row(n, r)),
    ),
  );
}

describe("SobolBlock", () => {
  // 1,100 units: more than two tiles, and not a whole number of them.
  it.each([
    { factors: 3, secondOrder: true, units: 1100 },
    { factors: 2, secondOrder: false, units: 7 },
    { factors: 1, secondOrder: true, units: 1 },
  ])("holds the sums it names, for $factors factors, $units units, second order $secondOrder", (layout) => {
    const { factors: d, units, secondOrder } = layout;
    const samples = activations(layout, 5, "float32");
    const pilot = Float64Array.from({ length: units }, (_, u) => 3 + (u % 5));
    const block = new SobolBlock(layout, pilot);
    for (const rows of samples) block.push(rows);
    expect(block.baseSamples).toBe(5);
    for (const u of [0, Math.floor(units / 2), units - 1]) {
      const shifted = samples.map((rows) => rows.map((row) => row[u] - pilot[u]));
      const total = (term: (y: number[]) => number) => shifted.reduce((sum, y) => sum + term(y), 0);
      const b = rowsPerBaseSample(d, secondOrder) - 1;
      const { sums } = block;
      expect(sums.a[u]).toBeCloseTo(
        total((y) => y[0]),
        9,
      );
      expect(sums.b[u]).toBeCloseTo(
        total((y) => y[b]),
        9,
      );
      expect(sums.squares[u]).toBeCloseTo(
        total((y) => y[0] ** 2 + y[b] ** 2),
        9,
      );
      expect(sums.nonZero[u]).toBe(samples.flat().filter((row) => row[u] !== 0).length);
      for (let j = 0; j < d; j++) {
        expect(sums.ab[j][u]).toBeCloseTo(
          total((y) => y[1 + j]),
          9,
        );
        expect(sums.first[j][u]).toBeCloseTo(
          total((y) => y[b] * (y[1 + j] - y[0])),
          9,
        );
        expect(sums.total[j][u]).toBeCloseTo(
          total((y) => (y[0] - y[1 + j]) ** 2 / 2),
          9,
        );
        if (secondOrder)
          expect(sums.ba[j][u]).toBeCloseTo(
            total((y) => y[1 + d + j]),
            9,
          );
      }
      for (const [jk, [j, k]] of (secondOrder ? factorPairs(d) : []).entries()) {
        expect(sums.pair[jk][u]).toBeCloseTo(
          total((y) => y[1 + d + j] * y[1 + k] - y[0] * y[b]),
          9,
        );
      }
    }
  });

  it("sums to the same bits whether samples come alone or together", () => {
    const layout = { factors: 2, secondOrder: true, units: 600 };
    const samples = activations(layout, 6, "float64");
    const pilot = new Float64Array(600).fill(4);
    const alone = new SobolBlock(layout, pilot);
    for (const rows of samples) alone.push(rows);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 6 }), (cut) => {
        const together = new SobolBlock(layout, pilot);
        together.pushSamples(samples.slice(0, cut));
        together.pushSamples(samples.slice(cut));
        expect(together.data).toEqual(alone.data);
      }),
    );
  });

  it("goes on in a buffer handed over by another thread", () => {
    const layout = { factors: 2, secondOrder: true, units: 9 };
    const samples = activations(layout, 2, "float32");
    const pilot = new Float64Array(9);
    const whole = new SobolBlock(layout, pilot);
    whole.pushSamples(samples);
    const start = new SobolBlock(layout, pilot);
    start.push(samples[0]);
    const moved = structuredClone(start.data, { transfer: [start.data.buffer as ArrayBuffer] });
    const resumed = SobolBlock.fromData(layout, pilot, moved);
    resumed.push(samples[1]);
    expect(resumed.data).toEqual(whole.data);
  });

  it("refuses wrong shapes and adds nothing then", () => {
    const layout = { factors: 2, secondOrder: false, units: 3 };
    const block = new SobolBlock(layout, new Float64Array(3));
    const row = new Float32Array(3);
    expect(() => block.push([row, row, row])).toThrow("4 rows in this design, not 3");
    expect(() => block.push([row, row, new Float32Array(2), row])).toThrow("Row 2");
    expect(block.data).toEqual(new Float64Array(sobolSumsLayout.length(layout)));
    expect(() => new SobolBlock(layout, new Float64Array(2))).toThrow(ShapeError);
    expect(() => SobolBlock.fromData(layout, new Float64Array(3), new Float64Array(5))).toThrow(ShapeError);
    expect(() => new SobolBlock({ ...layout, factors: 0 }, new Float64Array(3))).toThrow(DesignError);
    expect(() => new SobolBlock({ ...layout, units: 0 }, new Float64Array(0))).toThrow(DesignError);
  });
});
