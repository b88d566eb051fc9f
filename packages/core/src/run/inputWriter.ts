import { writeHsvInput } from "../image/hsvInput.js";
import type { Image } from "../image/image.js";
import { writeInput } from "../image/normalise.js";
import type { RunSpec } from "./runSpec.js";

/** Writes an augmented image into a batch (N, 3, H, W), from `offset` on. */
export type InputWriter = (image: Image, out: Float32Array, offset: number) => void;

/** What the network of a run reads: normalised colours, or hue, saturation and value where it is a segment. */
export function inputWriter({
  segment,
  preprocessing,
  minMax,
}: Pick<RunSpec, "segment" | "preprocessing" | "minMax">): InputWriter {
  if (segment) return (image, out, offset) => writeHsvInput(image, minMax, out, offset);
  const scaling = { ...preprocessing, minMax };
  return (image, out, offset) => writeInput(image, scaling, out, offset);
}
