import type { addSobolSamples } from "./sobolSums.js";

/** What `addSobolSamples` does, in plain TypeScript: unit by unit, one base sample after another. */
export const addSobolSamplesReference: typeof addSobolSamples = (
  { factors: d, secondOrder },
  pilot,
  samples,
  sums,
) => {
  const units = pilot.length;
  for (const rows of samples) {
    for (let u = 0; u < units; u++) {
      let array = 0;
      const add = (term: number): void => {
        sums[array++ * units + u] += term;
      };
      const y = rows.map((row) => row[u] - pilot[u]);
      const [a, b] = [y[0], y[y.length - 1]];
      const ab = y.slice(1, 1 + d);
      const ba = y.slice(1 + d, -1);
      add(a);
      add(b);
      add(a * a + b * b);
      add(rows.filter((row) => row[u] !== 0).length);
      for (const value of ab) add(value);
      for (const value of ab) add(b * (value - a));
      for (const value of ab) add(0.5 * (value - a) * (value - a));
      if (!secondOrder) continue;
      for (const value of ba) add(value);
      for (let j = 0; j < d; j++) for (let k = j + 1; k < d; k++) add(ba[j] * ab[k] - a * b);
    }
  }
};
