import type { addRatioMoments } from "./ratioMoments.js";

/** What `addRatioMoments` does, in plain TypeScript. Sums over ranges may differ in the last bits: their order is another. */
export const addRatioMomentsReference: typeof addRatioMoments = (ratios, denominator, ranges) => {
  for (const { terms, uu, uv, inRanges } of ratios) {
    const [whole, ...others] = terms;
    const u = whole.map((value, i) => others.reduce((rest, less) => rest - less[i], value));
    for (let i = 0; i < u.length; i++) {
      uu[i] += u[i] * u[i];
      uv[i] += u[i] * denominator[i];
    }
    for (const [r, { first, count }] of ranges.entries()) {
      inRanges[r] = u.slice(first, first + count).reduce((sum, value) => sum + value, 0);
    }
  }
};
