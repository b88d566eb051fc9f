import type { PreprocessingSpec } from "@unitscope/core/run/runSpec";
import { ImportError } from "./importErrors.js";

/** What a person may say about preprocessing; the rest is filled in. */
export interface PreprocessingRequest {
  readonly resize?: number | null;
  readonly crop?: number | null;
  readonly mean?: readonly number[] | null;
  readonly std?: readonly number[] | null;
  readonly channelOrder?: "RGB" | "BGR" | null;
}

/** Means and deviations of ImageNet's training images, which most published networks were trained with. */
const IMAGENET_MEAN = [0.485, 0.456, 0.406];
const IMAGENET_STD = [0.229, 0.224, 0.225];
const LARGEST_SIDE = 4096;
const USUAL_SIDE = 224;

/**
 * Preprocessing for a network whose input tensor is [N, 3, H, W]: crop defaults to the network's own size, resize to
 * the crop, mean and std to ImageNet's in the order of the channels.
 *
 * @throws {ImportError} when the network cannot take the result or a number is out of range; `field` names it.
 */
export function completePreprocessing(
  request: PreprocessingRequest,
  inputShape: readonly number[],
): PreprocessingSpec {
  const [, , height = -1, width = -1] = inputShape;
  const fixed = height > 0 ? height : width > 0 ? width : undefined;
  if (height > 0 && width > 0 && height !== width) {
    throw new ImportError(
      "INVALID",
      `The network takes images of ${width}x${height}; only square inputs can be analysed.`,
      "preprocessing.crop",
    );
  }
  const crop = side("crop", request.crop ?? fixed ?? USUAL_SIDE);
  if (fixed !== undefined && crop !== fixed) {
    throw new ImportError(
      "INVALID",
      `crop is ${crop}, but the network takes images of ${fixed}x${fixed}; crop must be ${fixed}.`,
      "preprocessing.crop",
    );
  }
  const resize = side("resize", request.resize ?? crop);
  if (resize < crop) {
    throw new ImportError(
      "INVALID",
      `resize is ${resize}, smaller than the crop of ${crop}; it must be at least as large.`,
      "preprocessing.resize",
    );
  }
  const channelOrder = request.channelOrder ?? "RGB";
  const ordered = (rgb: number[]) => (channelOrder === "RGB" ? rgb : [...rgb].reverse());
  const mean = channels("mean", request.mean ?? ordered(IMAGENET_MEAN));
  const std = channels("std", request.std ?? ordered(IMAGENET_STD));
  if (std.some((value) => value <= 0)) {
    throw new ImportError(
      "INVALID",
      `std is ${std.join(", ")}; every value must be above 0.`,
      "preprocessing.std",
    );
  }
  return { resize, crop, mean, std, channelOrder };
}

function side(key: "resize" | "crop", value: number): number {
  if (!Number.isInteger(value) || value < 1 || value > LARGEST_SIDE) {
    throw new ImportError(
      "INVALID",
      `${key} is ${value}; it must be a whole number of pixels from 1 to ${LARGEST_SIDE}.`,
      `preprocessing.${key}`,
    );
  }
  return value;
}

function channels(key: "mean" | "std", values: readonly number[]): number[] {
  if (values.length !== 3 || !values.every(Number.isFinite)) {
    throw new ImportError(
      "INVALID",
      `${key} has ${values.length} values; it needs one for each of the 3 channels, on the scale from 0 to 1.`,
      `preprocessing.${key}`,
    );
  }
  return [...values];
}
