import { cropSize } from "../image/framing.js";
import { writeHsvInput } from "../image/hsvInput.js";
import { CHANNELS, type Image } from "../image/image.js";
import { writeInput } from "../image/normalise.js";
import type { RunSpec } from "./runSpec.js";

/** Writes an augmented image into a batch (N, C, H, W), from `offset` on. */
export type InputWriter = (image: Image, out: Float32Array, offset: number) => void;

type WrittenInput = Pick<RunSpec, "segment" | "preprocessing" | "minMax">;

/** What the network of a run reads: normalised colours or luminance, or hue, saturation and value where it is a segment. */
export function inputWriter({ segment, preprocessing, minMax }: WrittenInput): InputWriter {
  if (segment) return (image, out, offset) => writeHsvInput(image, minMax, out, offset);
  const scaling = { ...preprocessing, minMax };
  return (image, out, offset) => writeInput(image, scaling, out, offset);
}

/** Numbers that an image takes in a batch. */
export function inputLength({
  segment,
  preprocessing,
}: Pick<WrittenInput, "segment" | "preprocessing">): number {
  const { height, width } = cropSize(preprocessing);
  return (segment ? CHANNELS : preprocessing.mean.length) * height * width;
}
