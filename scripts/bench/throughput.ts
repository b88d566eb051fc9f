import { DEFAULT_BASE_SAMPLES } from "../../packages/core/dist/run/runSpec.js";
import { analyse } from "./analysis.js";
import { BareInference } from "./bare.js";
import type { Figure } from "./figure.js";
import { mean } from "./mean.js";
import { model, SIDE, specOf } from "./subject.js";

const THREADS = 2;
/** That of a run whose request leaves it out. */
const BASE_SAMPLES = DEFAULT_BASE_SAMPLES;
/** Bare inference is measured so long in every pause of a run. */
const BARE_SECONDS = 6;

interface Case {
  readonly name: string;
  readonly set: string;
  readonly useSwitches: boolean;
  readonly inferences: Figure["bar"];
  readonly planned: Figure["bar"];
}

const CASES: readonly Case[] = [
  {
    name: "set 1",
    set: "SET_1",
    useSwitches: false,
    inferences: { atLeast: 0.92 },
    planned: { atLeast: 1.05 },
  },
  { name: "set 2", set: "SET_2", useSwitches: false, inferences: { atLeast: 0.88 }, planned: null },
  {
    name: "set 1 with switches",
    set: "SET_1",
    useSwitches: true,
    inferences: null,
    planned: { atLeast: 1.2 },
  },
];

/** What a run makes of the runtime's speed: everything counts, decoding, augmentation, sums, maps and saved states. */
export async function throughput(): Promise<Figure[]> {
  const tensors = specOf({ augmentationSet: "SET_1" }).checkpoints.map(({ tensor }) => tensor);
  const bare = await BareInference.start(THREADS, { model, tensors, side: SIDE });
  const figures: Figure[] = [];
  try {
    const batch = await bare.chooseBatch();
    for (const { name, set, useSwitches, inferences, planned } of CASES) {
      const spec = specOf({ augmentationSet: set, baseSamples: BASE_SAMPLES, useSwitches });
      const rates: number[] = [];
      const run = await analyse(spec, THREADS, async () => {
        rates.push(await bare.rate(BARE_SECONDS));
      });
      const bareRate = mean(rates);
      const inferred = run.inferred / run.evaluationSeconds;
      const made = run.planned / run.evaluationSeconds;
      const detail = `${THREADS} threads, N ${BASE_SAMPLES}; bare ${bareRate.toFixed(1)} images/s in batches of ${batch}`;
      figures.push(
        {
          figure: `inferences of a run / bare inferences, ${name}`,
          value: inferred / bareRate,
          bar: inferences,
          detail: `${detail}; run ${inferred.toFixed(1)}/s`,
        },
        {
          figure: `planned evaluations of a run / bare inferences, ${name}`,
          value: made / bareRate,
          bar: planned,
          detail: `${detail}; run ${made.toFixed(1)}/s`,
        },
      );
    }
  } finally {
    await bare.stop();
  }
  return figures;
}
