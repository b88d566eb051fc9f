/** Preprocessing that many networks share; sizes follow from the network's input. */
export interface Preset {
  /** Length that a side is scaled to for a crop of `crop` pixels: the shorter side for a square, both otherwise. */
  readonly resize: (crop: number) => number;
  /** On the scale from 0 to 1, in the order of `channelOrder`. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly channelOrder: "RGB" | "BGR";
  readonly minMax: boolean;
}

const whole = (crop: number) => crop;
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225], channelOrder: "RGB" } as const;

const PRESETS = {
  /** Kharyuk et al.: ImageNet's scaling after a min-max stretch. */
  paper: { resize: whole, ...IMAGENET, minMax: true },
  imagenet: { resize: whole, ...IMAGENET, minMax: false },
  /** torchvision's evaluation: resize to 256, crop 224, in proportion for other sizes. */
  torchvision: { resize: (crop) => Math.round((crop * 256) / 224), ...IMAGENET, minMax: false },
  /** Values in [0, 1]. */
  unit: { resize: whole, mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB", minMax: false },
  /** Values in [-1, 1]: Inception and MobileNet of TensorFlow. */
  symmetric: {
    resize: whole,
    mean: [0.5, 0.5, 0.5],
    std: [0.5, 0.5, 0.5],
    channelOrder: "RGB",
    minMax: false,
  },
  /** The levels 0 to 255 of a picture: for networks with the preprocessing inside. */
  bytes: {
    resize: whole,
    mean: [0, 0, 0],
    std: [1 / 255, 1 / 255, 1 / 255],
    channelOrder: "RGB",
    minMax: false,
  },
  /** Values in [0, 255] less the mean pixel, BGR. */
  caffe: {
    resize: whole,
    mean: [103.939 / 255, 116.779 / 255, 123.68 / 255],
    std: [1 / 255, 1 / 255, 1 / 255],
    channelOrder: "BGR",
    minMax: false,
  },
} as const satisfies Readonly<Record<string, Preset>>;

export type PresetName = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as readonly PresetName[];
/** Where nothing is said, and for what a request leaves out that names no preset. */
export const DEFAULT_PRESET: PresetName = "paper";
/** The same for networks that take uint8. */
export const BYTES_PRESET: PresetName = "bytes";

/** Mean, or deviation, of a network with one channel: the mean of the three of colour. */
export function luminanceOf(values: readonly number[]): number[] {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  // Sums of numbers with a few decimals have more of them; equal numbers stay what they are.
  return [values.every((value) => value === values[0]) ? values[0] : Number(mean.toPrecision(12))];
}

/** The preset of a name; undefined when there is none. */
export function presetOf(name: unknown): Preset | undefined {
  return PRESET_NAMES.some((known) => known === name) ? PRESETS[name as PresetName] : undefined;
}
