import type { Draft } from "./draft";

/** A small draft for tests. */
export const DRAFT: Draft = {
  name: "  ",
  modelId: "m",
  imageSetId: "i",
  method: "SOBOL",
  factors: ["hue", "erasing"],
  checkpoints: ["layer1"],
  segment: null,
  includePermutation: true,
  includeClass: true,
  includePartition: false,
  image: "WITH_CLASS",
  minMax: true,
  useSwitches: false,
  softmax: false,
  secondOrder: true,
  baseSamples: 64,
  permutations: 32,
  outerSamples: 4,
  innerSamples: 3,
  players: "FACTORS",
  draws: 3,
  seed: 0,
  targetHalfWidth: null,
  holdOut: 0.25,
};
