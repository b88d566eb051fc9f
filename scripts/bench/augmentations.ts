import { AUGMENTATIONS } from "../../packages/core/dist/augmentation/registry.js";
import { ImagePool } from "../../packages/core/dist/image/imagePool.js";
import { openInstrumentedSession } from "../../packages/core/dist/inference/instrumentedSession.js";
import type { Figure } from "./figure.js";
import { model, SIDE, specOf } from "./subject.js";

const REPEATS = 60;
const TURNS = 3;
const SLOW = new Set(["hue", "rotation"]);

/** Each augmentation beside one inference of the network, both on one thread. */
export async function augmentations(): Promise<Figure[]> {
  const { checkpoints } = specOf({ augmentationSet: "SET_1" });
  const session = await openInstrumentedSession(
    model,
    checkpoints.map(({ tensor }) => tensor),
  );
  const batch = 8;
  const input = Float32Array.from({ length: batch * 3 * SIDE * SIDE }, (_, i) => Math.sin(i));
  // As a run does it: images lie where kernels work, and are used again.
  const pool = new ImagePool({ width: SIDE, height: SIDE }, 16);
  const image = pool.make(SIDE, SIDE);
  for (let i = 0; i < image.data.length; i++) image.data[i] = (1 + Math.sin(i * 0.37)) / 2;
  const costs = new Map(AUGMENTATIONS.map(({ key }) => [key, Number.POSITIVE_INFINITY]));
  let inference = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < TURNS; turn++) {
    const start = performance.now();
    for (let i = 0; i < 3; i++) await session.run(input, batch);
    inference = Math.min(inference, (performance.now() - start) / (3 * batch));
    for (const { key, parameters, apply } of AUGMENTATIONS) {
      const bounds = parameters(image);
      const begun = performance.now();
      for (let i = 0; i < REPEATS; i++) {
        // Spread over the bounds, off their ends and off what changes nothing.
        const share = (i + 0.37) / REPEATS;
        const drawn = bounds.map(({ min, max }) => min + share * (max - min));
        const augmented = apply(image, drawn, pool.make);
        if (augmented !== image) pool.giveBack(augmented);
      }
      costs.set(key, Math.min(costs.get(key) ?? 0, (performance.now() - begun) / REPEATS));
    }
  }
  await session.close();
  return [...costs].map(([key, cost]) => ({
    figure: `${key} / one inference`,
    value: cost / inference,
    bar: { atMost: SLOW.has(key) ? 0.08 : 0.05 },
    detail: `${cost.toFixed(2)} ms of ${inference.toFixed(1)} ms`,
  }));
}
