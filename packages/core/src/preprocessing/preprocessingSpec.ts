/** From a decoded image to the input tensor. */
export interface PreprocessingSpec {
  /** Length of the shorter side after resizing, pixels. */
  readonly resize: number;
  /** Side of the centre crop, pixels. */
  readonly crop: number;
  /** Per channel, in the order of `channelOrder`; on the [0, 1] scale. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly channelOrder: "RGB" | "BGR";
}

/** How images become a network's input, and whether every channel of every image is stretched to [0, 1] first. */
export interface Preprocessing {
  readonly spec: PreprocessingSpec;
  readonly minMax: boolean;
}
