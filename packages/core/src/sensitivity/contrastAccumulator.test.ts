import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { DesignError, ShapeError } from "../errors.js";
import { signedRankTest } from "../stats/wilcoxon.js";
import { halfWidthFactor } from "./blockEstimates.js";
import { ContrastAccumulator } from "./contrastAccumulator.js";
import { ContrastBlock, type ContrastLayout } from "./contrastBlock.js";
import { VarianceDesign } from "./varianceDesign.js";

const BLOCK = 6;
const layout: ContrastLayout = { draws: [1, 3], units: 2, seed: 5, capacity: 40, blockSize: BLOCK };
const pilot = Float64Array.of(0.5, 0.1);
const design = new VarianceDesign({ columns: 5, sampling: { kind: "random", seed: 5, blockSize: BLOCK } });
const unitsOf = (x: number, y: number) => Float64Array.of(x + 0.3 * y, Math.max(0, x - y));
/** 40 images: the original, one draw of the first augmentation, three of the second. */
const images = Array.from({ length: 40 }, (_, i) => {
  const [[x, y, a, b, c]] = design.rows(i);
  return {
    original: unitsOf(x, y),
    treated: [[unitsOf(x * 1.2, y)], [unitsOf(x, a), unitsOf(x, b), unitsOf(x * c, y)]],
  };
});

function accumulate(samples: typeof images, shape = layout, mean = pilot): ContrastAccumulator {
  const accumulator = new ContrastAccumulator({ layout: shape, pilot: mean });
  for (let start = 0; start < samples.length; start += shape.blockSize) {
    const block = new ContrastBlock(shape, mean);
    const end = Math.min(start + shape.blockSize, samples.length);
    for (let i = start; i < end; i++) block.push(samples[i], i);
    accumulator.merge(block);
  }
  return accumulator;
}

const sum = (values: readonly number[]) => values.reduce((s, value) => s + value, 0);
const mean = (values: readonly number[]) => sum(values) / values.length;
const population = (values: readonly number[]) => mean(values.map((value) => (value - mean(values)) ** 2));

/** Difference of every image, draws averaged. */
function differences(k: number, u: number): number[] {
  return images.map(({ original, treated }) => mean(treated[k].map((row) => row[u])) - original[u]);
}

/** Original values, then those of all draws. */
function groups(k: number, u: number, part = images): [number[], number[]] {
  return [
    part.map(({ original }) => original[u]),
    part.flatMap(({ treated }) => treated[k].map((row) => row[u])),
  ];
}

function pointBiserial(k: number, u: number, part = images): number {
  const [z, w] = groups(k, u, part);
  const p0 = z.length / (z.length + w.length);
  return ((mean(w) - mean(z)) * Math.sqrt(p0 * (1 - p0))) / Math.sqrt(population([...z, ...w]));
}

describe("ContrastAccumulator", () => {
  const result = accumulate(images).result();
  const cells = [0, 1].flatMap((k) => [0, 1].map((u) => ({ k, u })));

  it.each(cells)("streams to what two passes give, augmentation $k, unit $u", ({ k, u }) => {
    const contrast = result.augmentations[k];
    const d = differences(k, u);
    expect(Math.abs(contrast.mean.values[u] - mean(d))).toBeLessThan(1e-12);
    expect(Math.abs(contrast.deviation.values[u] - Math.sqrt(population(d)))).toBeLessThan(1e-12);
    expect(Math.abs(contrast.pointBiserial.values[u] - pointBiserial(k, u))).toBeLessThan(1e-12);
    const test = signedRankTest(d);
    expect(contrast.rankBiserial[u]).toBe(test.rankBiserial);
    expect(contrast.p[u]).toBe(test.p);
    expect(result.imagesKept).toBe(40);
    expect(result.evaluations).toBe(40 * 5);
    const rows = images.flatMap(({ original, treated }) => [original, ...treated.flat()]);
    expect(result.nonZero[u]).toBe(rows.filter((row) => row[u] !== 0).length);
  });

  it.each(cells)(
    "has the half width of the mean over stored blocks, augmentation $k, unit $u",
    ({ k, u }) => {
      const d = differences(k, u);
      const blocks = Array.from({ length: 7 }, (_, b) => d.slice(b * BLOCK, (b + 1) * BLOCK));
      const residuals = blocks.map((block) => sum(block.map((value) => value - mean(d))));
      const expected = (halfWidthFactor(7) * Math.sqrt(sum(residuals.map((e) => e * e)))) / 40;
      expect(result.augmentations[k].mean.halfWidths[u] / expected).toBeCloseTo(1, 9);
      expect(result.augmentations[k].deviation.halfWidths[u]).toBeGreaterThan(0);
    },
  );

  it.each(cells)("has the half width of a linearised correlation, augmentation $k, unit $u", ({ k, u }) => {
    // How r changes when a block counts a little more, by the difference of two exact values.
    const weight = 1e-5;
    const weighted = (b: number, extra: number) => {
      const share = images.map((_, i) => 1 + (Math.floor(i / BLOCK) === b ? extra : 0));
      const n = sum(share);
      const [z, w] = [images.map((i) => i.original[u]), images.map((i) => i.treated[k].map((row) => row[u]))];
      const p0 = 1 / (1 + layout.draws[k]);
      const average = (of: (i: number) => number) => sum(share.map((s, i) => s * of(i))) / n;
      const [m0, m1] = [average((i) => z[i]), average((i) => mean(w[i]))];
      const square = average((i) => p0 * z[i] ** 2 + (1 - p0) * mean(w[i].map((y) => y * y)));
      const centre = p0 * m0 + (1 - p0) * m1;
      return ((m1 - m0) * Math.sqrt(p0 * (1 - p0))) / Math.sqrt(square - centre * centre);
    };
    const residuals = Array.from(
      { length: 7 },
      (_, b) => (weighted(b, weight) - weighted(b, -weight)) / (2 * weight),
    );
    const expected = halfWidthFactor(7) * Math.sqrt(sum(residuals.map((e) => e * e)));
    expect(result.augmentations[k].pointBiserial.halfWidths[u] / expected).toBeCloseTo(1, 6);
  });

  it("has scipy's point-biserial correlation", () => {
    const file = new URL("../../../../tests/reference/stats/significance.json", import.meta.url);
    const { point_biserial } = JSON.parse(readFileSync(file, "utf8")) as {
      point_biserial: { original: number[]; treated: number[][]; r: number };
    };
    const samples = point_biserial.original.map((z, i) => ({
      original: Float64Array.of(z),
      treated: [point_biserial.treated[i].map((w) => Float64Array.of(w))],
    }));
    const shape = { ...layout, draws: [3], units: 1 };
    const { augmentations } = accumulate(samples, shape, new Float64Array(1)).result();
    expect(augmentations[0].pointBiserial.values[0]).toBeCloseTo(point_biserial.r, 13);
  });

  it("keeps the same images for all units, however blocks are cut and joined, and no more than asked", () => {
    const shape = { ...layout, capacity: 12 };
    const whole = accumulate(images, shape).result();
    expect(whole.imagesKept).toBe(12);
    const left = accumulate(images.slice(0, 18), shape);
    const right = new ContrastAccumulator({ layout: shape, pilot });
    for (let start = 18; start < 40; start += BLOCK) {
      const block = new ContrastBlock(shape, pilot);
      for (let i = start; i < Math.min(40, start + BLOCK); i++) block.push(images[i], i);
      right.merge(block);
    }
    right.join(left);
    for (const k of [0, 1]) {
      expect(right.result().augmentations[k].p).toEqual(whole.augmentations[k].p);
      expect(right.result().augmentations[k].rankBiserial).toEqual(whole.augmentations[k].rankBiserial);
    }
    // Some choice of 12 of the 40 differences, not the first 12.
    expect(whole.augmentations[1].p[0]).not.toBe(signedRankTest(differences(1, 0).slice(0, 12)).p);
  });

  it("finds nothing where the augmentation does nothing to a living unit", () => {
    const same = images.map(({ original }) => ({
      original,
      treated: [[original], [original, original, original]],
    }));
    const { augmentations } = accumulate(same).result();
    for (const { mean: of, deviation, pointBiserial: r, rankBiserial, p } of augmentations) {
      expect([
        of.values[0],
        deviation.values[0],
        deviation.halfWidths[0],
        r.values[0],
        rankBiserial[0],
      ]).toEqual([0, 0, 0, 0, 0]);
      expect(p[0]).toBe(1);
    }
  });
});

describe("ContrastBlock", () => {
  it("takes rows in one list as well", () => {
    const [parts, list] = [new ContrastBlock(layout, pilot), new ContrastBlock(layout, pilot)];
    parts.push(images[3], 3);
    list.pushRows([images[3].original, ...images[3].treated.flat()], 3);
    expect(list.data).toEqual(parts.data);
    expect(ContrastBlock.fromData(layout, pilot, list.data).baseSamples).toBe(1);
  });

  it("refuses missing draws, a full block and impossible layouts", () => {
    const block = new ContrastBlock(layout, pilot);
    const [{ original, treated }] = images;
    expect(() => block.push({ original, treated: [treated[0]] }, 0)).toThrow(ShapeError);
    expect(() => block.push({ original, treated: [treated[0], treated[0]] }, 0)).toThrow(ShapeError);
    expect(block.data.every((value) => value === 0)).toBe(true);
    for (let i = 0; i < BLOCK; i++) block.push(images[i], i);
    expect(() => block.push(images[BLOCK], BLOCK)).toThrow("holds 6 images");
    expect(() => new ContrastBlock({ ...layout, draws: [] }, pilot)).toThrow(DesignError);
    expect(() => new ContrastBlock({ ...layout, draws: [0] }, pilot)).toThrow("draws");
    expect(() => new ContrastBlock({ ...layout, capacity: 0 }, pilot)).toThrow("images kept");
  });
});
