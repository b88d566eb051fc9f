import { describe, expect, it } from "vitest";
import { SaltelliDesign } from "./saltelliDesign.js";
import { SobolAccumulator, type SobolIndices } from "./sobolAccumulator.js";
import { SobolBlock } from "./sobolBlock.js";
import { additive, ishigami, sobolG, type TestFunction } from "./testFunctions.js";

/**
 * A scrambled Sobol' run of a test function, as many times as there are seeds: unit u is the run of seed u, so that
 * all repeats go through one accumulator.
 */
function repeats(
  f: TestFunction,
  options: { baseSamples: number; blockSize: number; seeds: number[] },
): SobolIndices {
  const { baseSamples, blockSize, seeds } = options;
  const groups = Array.from({ length: f.factors }, (_, c) => ({ key: `x${c + 1}`, columns: [c] }));
  const designs = seeds.map(
    (seed) =>
      new SaltelliDesign({
        columns: f.factors,
        groups,
        secondOrder: true,
        sampling: { kind: "scrambled", seed, blockSize },
      }),
  );
  const layout = { factors: f.factors, secondOrder: true, units: seeds.length };
  const pilot = new Float64Array(seeds.length).fill(f.mean);
  const accumulator = new SobolAccumulator({ layout, pilot, aggregates: [] });
  for (let start = 0; start < baseSamples; start += blockSize) {
    const block = new SobolBlock(layout, pilot);
    for (let index = start; index < start + blockSize; index++) {
      const points = designs.map((design) => design.rows(index));
      block.push(points[0].map((_, r) => Float64Array.from(points, (rows) => f.evaluate(rows[r]))));
    }
    accumulator.merge(block);
  }
  return accumulator.result();
}

/** Every estimate of a result beside the exact value it should hold. */
function besideExact(result: SobolIndices, f: TestFunction) {
  return [
    ...result.s1.map((estimate, j) => ({ name: `S1 ${j}`, exact: f.s1[j], estimate })),
    ...result.st.map((estimate, j) => ({ name: `ST ${j}`, exact: f.st[j], estimate })),
    ...result.s2.map((estimate, jk) => ({ name: `S2 ${jk}`, exact: f.s2[jk], estimate })),
    { name: "mean", exact: f.mean, estimate: result.mean },
    { name: "variance", exact: f.variance, estimate: result.variance },
  ];
}

describe("estimates of a scrambled design", () => {
  it.each([
    { name: "Ishigami", f: ishigami() },
    { name: "Sobol's G", f: sobolG([0, 1, 4.5]) },
    { name: "an additive function", f: additive([1, 2, -0.5, 0]) },
  ])("come to the exact values of $name within 3 half widths, and these are small", ({ f }) => {
    const result = repeats(f, { baseSamples: 4096, blockSize: 64, seeds: [0] });
    for (const { exact, estimate } of besideExact(result, f)) {
      const [value, halfWidth] = [estimate.values[0], estimate.halfWidths[0]];
      // Sampling error of 4096 base samples: at most about 0.05 of the variance for these functions.
      expect(halfWidth).toBeLessThan(0.1 * Math.max(1, Math.abs(exact)));
      expect(Math.abs(value - exact)).toBeLessThanOrEqual(3 * halfWidth + 1e-12);
    }
  });

  it("have 95 % intervals that hold the exact value about as often as they say", () => {
    const f = ishigami();
    const seeds = Array.from({ length: 200 }, (_, seed) => seed);
    const result = repeats(f, { baseSamples: 512, blockSize: 16, seeds });
    for (const { name, exact, estimate } of besideExact(result, f)) {
      const held = seeds.filter((u) => Math.abs(estimate.values[u] - exact) <= estimate.halfWidths[u]).length;
      // 200 draws at 95 % have a standard error of 0.0154: the bounds are 3.2 of them below and 2.3 above.
      expect(held / seeds.length, name).toBeGreaterThanOrEqual(0.9);
      expect(held / seeds.length, name).toBeLessThanOrEqual(0.985);
    }
  });
});
