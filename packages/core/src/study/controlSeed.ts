import { counterDouble } from "../random/counterRandom.js";

/** Stream of the seeds of random controls. */
const SEED_STREAM = 0x54435344;

/** Seed of a test's random control number `control`: 0 to 2^53 - 1. */
export function controlSeed(seed: number, control: number): number {
  return counterDouble(seed, SEED_STREAM, control) * 2 ** 53;
}
