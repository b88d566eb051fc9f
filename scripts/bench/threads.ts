import { analyse } from "./analysis.js";
import type { Figure } from "./figure.js";
import { specOf } from "./subject.js";

const BASE_SAMPLES = 128;
const TURNS = 1;

/** What a second thread brings. */
export async function threads(): Promise<Figure[]> {
  const spec = specOf({ augmentationSet: "SET_1", baseSamples: BASE_SAMPLES });
  const rates = [0, 0];
  for (let turn = 0; turn < TURNS; turn++) {
    for (const count of [1, 2]) {
      const run = await analyse({ ...spec, seed: turn }, count);
      rates[count - 1] = Math.max(rates[count - 1], run.planned / run.evaluationSeconds);
    }
  }
  return [
    {
      figure: "2 threads / 1 thread",
      value: rates[1] / rates[0],
      bar: { atLeast: 1.85 },
      detail: `${rates.map((rate) => rate.toFixed(1)).join(" and ")} evaluations/s, N ${BASE_SAMPLES}`,
    },
  ];
}
