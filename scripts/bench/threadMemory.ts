import { analyse } from "./analysis.js";
import type { Figure } from "./figure.js";
import { specOf } from "./subject.js";

/** 120 MB. */
const MOST_MIB = 114;
const COUNTS = [2, 4, 8, 16];
/** A few base samples for each of the most threads. */
const BASE_SAMPLES = 64;

/** What each thread of a run takes beyond the second; whether it is fast does not matter, so any number of cores will do. */
export async function threadMemory(): Promise<Figure[]> {
  const spec = specOf({ augmentationSet: "SET_1", baseSamples: BASE_SAMPLES });
  const peaks: number[] = [];
  for (const count of COUNTS) peaks.push((await analyse(spec, count)).peakMemoryMiB);
  const [first, last] = [COUNTS[0], COUNTS[COUNTS.length - 1]];
  return [
    {
      figure: "memory of each thread beyond the second, MiB",
      value: (peaks[peaks.length - 1] - peaks[0]) / (last - first),
      bar: { atMost: MOST_MIB },
      detail: COUNTS.map((count, i) => `${peaks[i].toFixed(0)} MiB with ${count} threads`).join(", "),
    },
  ];
}
