import { ShapeError } from "../errors.js";
import { writeScaled } from "../kernels/pixels.js";
import { lumaPlane } from "./colour.js";
import { CHANNELS, type Image } from "./image.js";

/** Order of the colour channels in a network's input tensor. */
export type ChannelOrder = "RGB" | "BGR";

/** From an image in [0, 1] to the numbers a network reads. */
export interface InputScaling {
  /**
   * Subtracted from each channel, in the order of the tensor's channels (`channelOrder`); in units of [0, 1]. A single number
   * says that the tensor has one channel, the luma of the image (`lumaPlane`).
   */
  readonly mean: readonly number[];
  /** Divides each channel afterwards, in the order of the tensor's channels. */
  readonly std: readonly number[];
  readonly channelOrder: ChannelOrder;
  /**
   * Stretch every channel of every image to [0, 1] first, as Kharyuk et al. do. It removes any change of a channel that is
   * affine and does not clip, such as a lower brightness. @default false
   */
  readonly minMax?: boolean;
}

/** A channel whose values span less than this is shifted to 0 but not stretched (Kharyuk et al.). */
const FLAT_RANGE = 1e-6;

/**
 * Writes one image into a batch: min-max by channel if asked, then (x - mean) / std, channels in the network's order. For
 * one channel all of this is done to the luma.
 *
 * Shapes: `out` is (N, C, H, W) flat; the image takes C * H * W values from `offset` on, C the length of `mean`, 3 or 1.
 *
 * @throws {ShapeError} when the image does not fit at `offset`, or mean or std have not one positive-std value a channel.
 */
export function writeInput(image: Image, scaling: InputScaling, out: Float32Array, offset: number): void {
  const { mean, std, channelOrder, minMax = false } = scaling;
  const channels = mean.length === 1 ? 1 : CHANNELS;
  if (mean.length !== channels || std.length !== channels || !std.every((value) => value > 0)) {
    throw new ShapeError(
      `Mean and std have ${CHANNELS} values each, or one for luma, std above 0, for example [0.229, 0.224, 0.225]; ` +
        `got mean [${mean.join(", ")}], std [${std.join(", ")}].`,
    );
  }
  const area = image.width * image.height;
  if (offset < 0 || offset + channels * area > out.length) {
    throw new ShapeError(
      `An image of ${image.width}x${image.height} takes ${channels * area} values from offset ${offset} on; ` +
        `the batch has only ${out.length}.`,
    );
  }
  const stretch = minMax ? { flatRange: FLAT_RANGE } : null;
  if (channels === 1) {
    writeScaled(lumaPlane(image), area, [{ plane: 0, mean: mean[0], std: std[0] }], stretch, out, offset);
    return;
  }
  const planes = mean.map((_, c) => ({
    plane: channelOrder === "RGB" ? c : CHANNELS - 1 - c,
    mean: mean[c],
    std: std[c],
  }));
  writeScaled(image.data, area, planes, stretch, out, offset);
}
