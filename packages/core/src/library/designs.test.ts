import path from "node:path";
import { expect, it } from "vitest";
import { NpyWriter } from "../npy/npyWriter.js";
import { temporaryFolder } from "../testing/temporaryFolder.js";
import { estimateIndices, type SampleOptions, sampleDesign } from "./designs.js";

const PROBLEM = {
  names: ["a", "b", "c"],
  bounds: [
    [0, 1],
    [-1, 1],
    [0, 2],
  ] as [number, number][],
};

/** a + 2 b: variances 1/12 and 4/3 by hand, c does nothing. */
function sumOf(data: Float64Array, rows: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, r) => (data[3 * r] ?? 0) + 2 * (data[3 * r + 1] ?? 0));
}
const SHARES = { a: 1 / 17, b: 16 / 17, c: 0 };

it.each(["sobol", "shapley"] as const)("finds the shares of a sum, %s", async (method) => {
  const options: SampleOptions = { method, n: 512, seed: 3 };
  const design = await sampleDesign(PROBLEM, options);
  const [rows, columns] = design.shape;
  expect(design.data.length).toBe(rows * columns);
  expect(design.changed?.length).toBe(method === "shapley" ? rows : undefined);
  const values = sumOf(design.data, rows);
  const found = await estimateIndices(PROBLEM, { shape: [rows], data: values }, options);
  for (const { measure, byKey } of found.measures) {
    for (const [key, { values: index, halfWidths }] of byKey) {
      const expected = SHARES[key as keyof typeof SHARES];
      // Four half widths are five standard errors: none of the ten numbers is beyond them by chance.
      const margin = 4 * (halfWidths[0] ?? Number.NaN) + 1e-9;
      expect(Math.abs((index[0] ?? Number.NaN) - expected), `${measure} ${key}`).toBeLessThan(margin);
    }
  }
  const file = path.join(temporaryFolder(), "Y.npy");
  const writer = await NpyWriter.create(file, "float64", [rows]);
  await writer.append(values);
  await writer.close();
  expect(await estimateIndices(PROBLEM, file, options)).toEqual(found);
});

it("refuses what does not belong together", async () => {
  const options: SampleOptions = { method: "shapley", n: 16 };
  await expect(sampleDesign(PROBLEM, { ...options, secondOrder: true })).rejects.toThrow("belongs to sobol");
  await expect(sampleDesign({ ...PROBLEM, names: ["a", "a", "c"] }, options)).rejects.toThrow("occurs twice");
  const short = { shape: [3], data: new Float64Array(3) };
  await expect(estimateIndices(PROBLEM, short, options)).rejects.toThrow('"evaluations" has 3 rows');
  const wrong = { shape: [4], data: new Float64Array(3) };
  await expect(estimateIndices(PROBLEM, wrong, options)).rejects.toThrow("3 numbers in place of 4");
});
