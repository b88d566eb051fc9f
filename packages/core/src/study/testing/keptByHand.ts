import { KeptPredictions, keptClasses, type TestMasks } from "../keptPredictions.js";
import type { TestSpec } from "../testSpec.js";

/**
 * Kept predictions of a finished test in which the first answers are given, and the others are the classes behind it.
 *
 * @param answerOf class number of the first answer
 */
export function keptByHand(
  spec: TestSpec,
  masks: TestMasks,
  answerOf: (input: number, variant: number, image: number, draw: number) => number,
): Uint8Array {
  const classes = spec.classNames.length;
  const kept = new KeptPredictions(spec, masks);
  for (const [input, { draws }] of spec.inputs.entries()) {
    const ids: number[] = [];
    for (let variant = 0; variant < masks.count; variant++) {
      for (let image = 0; image < spec.images.length; image++) {
        for (let draw = 0; draw < draws; draw++) {
          const first = answerOf(input, variant, image, draw);
          for (let place = 0; place < keptClasses(spec); place++) ids.push((first + place) % classes);
        }
      }
    }
    kept.write(input, 0, Uint16Array.from(ids));
  }
  return kept.bytes(1, 1);
}
