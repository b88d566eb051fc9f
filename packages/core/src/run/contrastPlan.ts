import { augmentationByKey } from "../augmentation/registry.js";
import { cropSize } from "../image/framing.js";
import { counterBijection } from "../random/counterBijection.js";
import { counterDouble } from "../random/counterRandom.js";
import { ContrastAccumulator } from "../sensitivity/contrastAccumulator.js";
import { ContrastBlock, type ContrastLayout } from "../sensitivity/contrastBlock.js";
import { benjaminiYekutieli } from "../stats/multipleTesting.js";
import { unitCount } from "./checkpointUnits.js";
import { contrastMaps } from "./contrastMaps.js";
import { chainEvaluation, type Evaluation } from "./decodeRow.js";
import { factorsOf } from "./inputSpace.js";
import type { MethodAccumulator, MethodPlan } from "./method.js";
import type { ImageEntry } from "./ports.js";
import type { IndexMapResult } from "./runResult.js";
import type { CheckpointSpec, RunSpec } from "./runSpec.js";

/** Streams of the counter-based generator for images and for parameters. */
const IMAGE_STREAM = 0xc0a1;
const PARAMETER_STREAM = 0xc0a2;
/** Bytes that the images kept for the rank tests may take, over all checkpoints. */
const RESERVOIR_BYTES = 256 * 2 ** 20;
const MOST_IMAGES_KEPT = 4096;

/**
 * Method CONTRAST: for each of N images the network's answer to the image as it is and to each augmentation alone, with
 * several draws where the augmentation has parameters. Images are visited in a seeded random order, each once before
 * any comes again; there are no switches, no order and no other factors (method: treatment against control).
 */
export function contrastPlan(spec: RunSpec, entries: readonly ImageEntry[]): MethodPlan {
  const { seed, blockSize, baseSamples } = spec;
  const size = cropSize(spec.preprocessing);
  const augmentations = spec.factors.map((key) => {
    const augmentation = augmentationByKey(key);
    const parameters = augmentation.parameters(size);
    return { augmentation, parameters, draws: parameters.length > 0 ? spec.draws : 1 };
  });
  const draws = augmentations.map((a) => a.draws);
  const allUnits = spec.checkpoints.reduce((sum, checkpoint) => sum + unitCount(checkpoint), 0);
  const affordable = Math.floor(RESERVOIR_BYTES / (8 * draws.length * allUnits));
  const capacity = Math.max(2, Math.min(MOST_IMAGES_KEPT, affordable));
  const layoutOf = (checkpoint: CheckpointSpec): ContrastLayout => ({
    draws,
    units: unitCount(checkpoint),
    seed,
    capacity,
    blockSize,
  });

  const evaluations = (index: number): Evaluation[] => {
    const cycle = Math.floor(index / entries.length);
    const place = index - cycle * entries.length;
    const imageIndex = counterBijection(seed, IMAGE_STREAM, cycle, entries.length, place);
    const out = [chainEvaluation(imageIndex, [], size)];
    let lane = 0;
    for (const { augmentation, parameters, draws: count } of augmentations) {
      for (let draw = 0; draw < count; draw++) {
        const drawn = parameters.map(
          ({ min, max }) => min + counterDouble(seed, PARAMETER_STREAM, index, lane++) * (max - min),
        );
        out.push(chainEvaluation(imageIndex, [{ augmentation, parameters: drawn }], size));
      }
    }
    return out;
  };
  const wrap = (checkpoint: CheckpointSpec, accumulator: ContrastAccumulator): MethodAccumulator => ({
    merge: (data) => accumulator.merge(new ContrastBlock(accumulator.layout, accumulator.pilot, data)),
    data: accumulator.data,
    stateParts: () => accumulator.stateParts(),
    maps: () => contrastMaps(spec.factors, checkpoint, accumulator.result()),
    indices: () => accumulator.result().augmentations.map(({ pointBiserial }) => pointBiserial),
  });
  return {
    factors: factorsOf(spec),
    baseSamples,
    blockSize,
    evaluationsPerBaseSample: 1 + draws.reduce((sum, count) => sum + count, 0),
    evaluations,
    block(checkpoint, pilot, data) {
      const block = new ContrastBlock(layoutOf(checkpoint), pilot, data);
      return {
        pushSamples: (samples, first) => {
          for (const [i, rows] of samples.entries()) block.pushRows(rows, first + i);
        },
        data: block.data,
      };
    },
    accumulator: (checkpoint, pilot, data) =>
      wrap(checkpoint, new ContrastAccumulator({ layout: layoutOf(checkpoint), pilot }, data)),
    restore: (checkpoint, pilot, state, into) =>
      wrap(checkpoint, ContrastAccumulator.fromState(state, { layout: layoutOf(checkpoint), pilot }, into)),
    complete: correctPValues,
  };
}

/** Adds to the maps of p values those corrected over all units of all checkpoints, one correction an augmentation. */
function correctPValues(maps: readonly IndexMapResult[]): IndexMapResult[] {
  const out = [...maps];
  const tested = maps.filter((map) => map.measure === "CONTRAST_P");
  for (const factor of new Set(tested.map((map) => map.factor))) {
    const parts = tested.filter((map) => map.factor === factor);
    const all = new Float64Array(parts.reduce((sum, map) => sum + map.values.length, 0));
    let offset = 0;
    for (const { values } of parts) {
      all.set(values, offset);
      offset += values.length;
    }
    const corrected = benjaminiYekutieli(all);
    offset = 0;
    for (const map of parts) {
      const values = corrected.slice(offset, offset + map.values.length);
      out.push({ ...map, measure: "CONTRAST_P_CORRECTED", values });
      offset += map.values.length;
    }
  }
  return out;
}
