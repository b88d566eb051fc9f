/** A named choice of augmentations, in the order in which they are applied when the order is not a factor itself. */
export interface AugmentationSet {
  readonly key: "SET_1" | "SET_2" | "SET_3";
  readonly augmentations: readonly string[];
}

const SET_1 = ["erasing", "sharpness", "rolling", "grayscaling", "gaussian_blur"] as const;
const SET_2 = [
  "brightness",
  "contrast",
  "saturation",
  "hue",
  "hflip",
  "rotation",
  "elliptic_local_blur",
] as const;

/** The sets of Kharyuk et al.: 1 and 2 as used for indices, 3 both together. */
export const AUGMENTATION_SETS: readonly AugmentationSet[] = [
  { key: "SET_1", augmentations: SET_1 },
  { key: "SET_2", augmentations: SET_2 },
  { key: "SET_3", augmentations: [...SET_1, ...SET_2] },
];
