import type { InputType } from "../onnx/imageInput.js";
import { counterWords } from "../random/counterRandom.js";

/** The purpose of these draws in counter-based randomness, and their only seed: every trial sees the same images. */
const STREAM = 0x7261_6c73;
const SEED = 0;
const WORDS = 4;
/** Range of the first image: that of photographs normalised as ImageNet's networks want them. */
const RANGE = { first: -2, width: 4.6 } as const;
/** The second image is the more extreme one, and off the middle. */
const STRETCH = { factor: 4, shift: 3 } as const;

/** The same for networks that take levels of 0 to 255: the first image lies in their middle, the second takes them all. */
const LEVELS = { first: 128, factor: 12, widest: 5 } as const;

/**
 * Two images of noise that share neither range nor mean, `a` and `b`: what an image takes from the other shows.
 *
 * @param length floats of an image
 */
export function trialImages(length: number, type: InputType = "float32"): ReadonlyMap<string, Float32Array> {
  const [one, two] = [noise(length, 0), noise(length, 1)];
  if (type === "uint8") {
    const { first, factor, widest } = LEVELS;
    return new Map([
      ["a", one.map((value) => first + factor * value)],
      ["b", two.map((value) => first + widest * factor * value)],
    ]);
  }
  return new Map([
    ["a", one],
    ["b", two.map((value) => STRETCH.factor * value + STRETCH.shift)],
  ]);
}

function noise(length: number, lane: number): Float32Array {
  const values = new Float32Array(length);
  for (let at = 0; at < length; at += WORDS) {
    const words = counterWords(SEED, STREAM, at / WORDS, lane);
    for (let i = 0; i < WORDS && at + i < length; i++) {
      values[at + i] = RANGE.first + (RANGE.width * words[i]) / 2 ** 32;
    }
  }
  return values;
}
