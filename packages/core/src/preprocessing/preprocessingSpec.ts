import type { Framing } from "../image/framing.js";

/** From a decoded image to the input tensor. The crop is as large as the network's images. */
export interface PreprocessingSpec extends Framing {
  /**
   * On the [0, 1] scale. Three numbers in the order of `channelOrder`, or one for a network that takes luminance. A mean
   * of 0 and a deviation of 1/255 give the levels of 0 to 255.
   */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** RGB where there is one channel. */
  readonly channelOrder: "RGB" | "BGR";
}

/** How images become a network's input, and whether every channel of every image is stretched to [0, 1] first. */
export interface Preprocessing {
  readonly spec: PreprocessingSpec;
  readonly minMax: boolean;
}
