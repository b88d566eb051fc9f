import { analyse } from "./analysis.js";
import { BareInference } from "./bare.js";
import type { Figure } from "./figure.js";
import { mean } from "./mean.js";
import { model, SIDE, specOf } from "./subject.js";

const BASE_SAMPLES = 256;
/** Bare inference is measured so long in every pause of a run. */
const BARE_SECONDS = 4;

/** What a second thread brings, and what it brings bare inference, measured in the pauses of the same runs. */
export async function threads(): Promise<Figure[]> {
  const spec = specOf({ augmentationSet: "SET_1", baseSamples: BASE_SAMPLES });
  const tensors = spec.checkpoints.map(({ tensor }) => tensor);
  const bare = await Promise.all(
    [1, 2].map((count) => BareInference.start(count, { model, tensors, side: SIDE })),
  );
  try {
    for (const one of bare) await one.chooseBatch();
    const bareRates: [number[], number[]] = [[], []];
    const rates: number[] = [];
    for (const count of [1, 2]) {
      const run = await analyse(spec, count, async () => {
        for (const [i, one] of bare.entries()) bareRates[i].push(await one.rate(BARE_SECONDS));
      });
      rates.push(run.planned / run.evaluationSeconds);
    }
    const [one, two] = bareRates.map(mean);
    return [
      {
        figure: "2 threads / 1 thread",
        value: rates[1] / rates[0],
        bar: { atLeast: 1.85 },
        detail: `${rates.map((rate) => rate.toFixed(1)).join(" and ")} evaluations/s, N ${BASE_SAMPLES}`,
      },
      {
        figure: "2 threads / 1 thread of bare inference",
        value: two / one,
        bar: null,
        detail: `${one.toFixed(1)} and ${two.toFixed(1)} images/s in the pauses of these runs`,
      },
    ];
  } finally {
    await Promise.all(bare.map((one) => one.stop()));
  }
}
