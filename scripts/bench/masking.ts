import { openInstrumentedSession } from "../../packages/core/dist/inference/instrumentedSession.js";
import { openMaskedNetwork } from "../../packages/core/dist/inference/maskedNetwork.js";
import { MASK_CONFIGURATIONS } from "../../packages/core/dist/masking/configurations.js";
import type { Figure } from "./figure.js";
import { CHECKPOINTS, model, SIDE, specOf } from "./subject.js";

const TURNS = 3;
const BATCH = 16;

/** A batch under the masks of all configurations beside as many passes through the whole network, one thread. */
export async function masking(): Promise<Figure[]> {
  const { checkpoints } = specOf({ augmentationSet: "SET_1" });
  const output = checkpoints[checkpoints.length - 1].tensor;
  const images = Float32Array.from({ length: BATCH * 3 * SIDE * SIDE }, (_, i) => Math.sin(i));
  const whole = await openInstrumentedSession(model, [output]);
  const figures: Figure[] = [];
  for (const [index, name] of CHECKPOINTS.slice(0, 4).entries()) {
    const { tensor, shape } = checkpoints[index];
    const units = shape.reduce((product, axis) => product * axis, 1);
    const network = await openMaskedNetwork(model, { maskShapes: new Map([[tensor, shape]]), output });
    const variants = MASK_CONFIGURATIONS.map((_, i) => {
      const mask = Float32Array.from({ length: units }, (_, unit) => Number(unit % 17 !== i));
      return new Map([[tensor, mask]]);
    });
    let passes = Number.POSITIVE_INFINITY;
    let masked = Number.POSITIVE_INFINITY;
    for (let turn = 0; turn < TURNS; turn++) {
      const start = performance.now();
      for (let i = 0; i < variants.length; i++) await whole.run(images, BATCH);
      const middle = performance.now();
      let count = 0;
      for await (const _ of network.predict(images, BATCH, variants)) count++;
      if (count !== variants.length) throw new Error("A mask was left out.");
      passes = Math.min(passes, middle - start);
      masked = Math.min(masked, performance.now() - middle);
    }
    await network.close();
    figures.push({
      figure: `17 masks at ${name} / 17 whole passes`,
      value: masked / passes,
      bar: name === "layer3" ? { atMost: 0.5 } : null,
      detail: `${(masked / 1000).toFixed(2)} s of ${(passes / 1000).toFixed(2)} s, batches of ${BATCH}`,
    });
  }
  await whole.close();
  return figures;
}
