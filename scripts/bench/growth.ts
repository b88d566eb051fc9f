import { analyse } from "./analysis.js";
import type { Figure } from "./figure.js";
import { specOf } from "./subject.js";

const SIZES = [64, 256, 1024];

/** How memory, time and start of a run go with its size (set 1, two threads), and the memory of set 2, which has ten factors. */
export async function growth(): Promise<Figure[]> {
  const runs = [];
  for (const baseSamples of SIZES) {
    runs.push({ baseSamples, ...(await analyse(specOf({ augmentationSet: "SET_1", baseSamples }), 2)) });
  }
  const larger = await analyse(specOf({ augmentationSet: "SET_2", baseSamples: SIZES[0] }), 2);
  const seconds = runs.map((run) => `${run.seconds.toFixed(1)} s at N ${run.baseSamples}`).join(", ");
  const peak = Math.max(...runs.map((run) => run.peakMemoryMiB));
  const memory = runs.map((run) => `${run.peakMemoryMiB.toFixed(0)} MiB at N ${run.baseSamples}`).join(", ");
  const [small, middle, large] = runs;
  // A straight line through the outer sizes; how far the middle one is off it.
  const slope = (large.seconds - small.seconds) / (large.baseSamples - small.baseSamples);
  const expected = small.seconds + slope * (middle.baseSamples - small.baseSamples);
  return [
    { figure: "peak memory of an analysis, GiB", value: peak / 1024, bar: { atMost: 2 }, detail: memory },
    {
      figure: "peak memory of an analysis of set 2, GiB",
      value: larger.peakMemoryMiB / 1024,
      bar: { atMost: 2 },
      detail: `${larger.peakMemoryMiB.toFixed(0)} MiB at N ${SIZES[0]}`,
    },
    {
      figure: "peak memory at N 1024 / at N 64",
      value: large.peakMemoryMiB / small.peakMemoryMiB,
      bar: { atMost: 1.05 },
      detail: memory,
    },
    {
      figure: "wall time against N, distance from a line",
      value: Math.abs(middle.seconds / expected - 1),
      bar: { atMost: 0.05 },
      detail: seconds,
    },
    {
      figure: "start of a run to first progress, s",
      value: Math.min(...runs.map((run) => run.secondsToFirstProgress)),
      bar: { atMost: 2 },
      detail: "sessions opened, pilot and first base sample evaluated",
    },
    {
      figure: "end of a run after the last evaluation, s",
      value: Math.min(...runs.map((run) => run.secondsAfterLastProgress)),
      bar: null,
      detail: "last block merged, 276 index maps with half widths and flags, state saved",
    },
  ];
}
