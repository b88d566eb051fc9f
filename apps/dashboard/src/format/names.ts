const FACTOR_NAMES: Readonly<Record<string, string>> = {
  erasing: "Erasing",
  sharpness: "Sharpness",
  rolling: "Rolling",
  grayscaling: "Grayscaling",
  gaussian_blur: "Gaussian blur",
  brightness: "Brightness",
  contrast: "Contrast",
  saturation: "Saturation",
  hue: "Hue",
  hflip: "Horizontal flip",
  rotation: "Rotation",
  elliptic_local_blur: "Local blur",
  permutation: "Permutation",
  class: "Class",
  partition: "Partition",
  image: "Image",
};

/** A factor's name for people; an unknown key is shown with its underscores as spaces. */
export function factorName(key: string): string {
  return FACTOR_NAMES[key] ?? key.replaceAll("_", " ").replace(/^./, (first) => first.toUpperCase());
}

/** A factor's name inside a sentence. */
export function factorWord(key: string): string {
  const name = factorName(key);
  return key === "gaussian_blur" ? name : name.charAt(0).toLowerCase() + name.slice(1);
}

/** What a factor is, in one line. */
export const FACTOR_HELP: Readonly<Record<string, string>> = {
  erasing: "a rectangle of the image is replaced by zeros",
  sharpness: "the image is sharpened or not",
  rolling: "the image is shifted, and what leaves one edge enters at the other",
  grayscaling: "colour is taken away or not",
  gaussian_blur: "the whole image is blurred",
  brightness: "all values are multiplied",
  contrast: "values are spread about the mean or drawn to it",
  saturation: "colours are made stronger or paler",
  hue: "all hues are turned by one angle",
  hflip: "left and right are exchanged or not",
  rotation: "the image is turned and cropped",
  elliptic_local_blur: "the image is blurred outside an ellipse",
  permutation: "the order in which the augmentations are applied",
  class: "which class the image is drawn from",
  partition: "which partition (train, valid) the image is drawn from",
  image: "which image of its class and partition is used",
};

/** The measures a person can choose for maps of one factor. */
export const MEASURES = ["ST", "S1"] as const;
export type ChosenMeasure = (typeof MEASURES)[number];

export const MEASURE_NAMES: Readonly<Record<ChosenMeasure, string>> = {
  ST: "Total effect (ST)",
  S1: "First order (S1)",
};

/** What the measure says, for the sentence "… of the variance". */
export const MEASURE_HELP: Readonly<Record<ChosenMeasure, string>> = {
  ST: "The share of a unit's variance in which the factor takes part, alone or together with others. The shares of all factors may add up to more than 1.",
  S1: "The share of a unit's variance that the factor explains alone. The shares of all factors add up to at most 1.",
};

/** Names of design fields as people say them. */
const DESIGN_NAMES: Readonly<Record<string, string>> = {
  baseSamples: "Base samples N",
  secondOrder: "Second order",
  seed: "Seed",
  image: "Image",
  useSwitches: "Switches",
  minMax: "Min-max before normalisation",
  method: "Method",
  factors: "Augmentations",
  permutation: "Permutation",
  class: "Class",
  partition: "Partition",
  checkpoints: "Checkpoints",
  blockSize: "Base samples a block",
  preprocessing: "Preprocessing",
  model: "Network",
  imageSet: "Image set",
};

/** A design field as people say it; "baseSamples" is "Base samples N", an unknown one is split into words. */
export function designName(field: string): string {
  const [first = "", ...inner] = field.split(".");
  if (inner.length > 0)
    return `${designName(first)}, ${inner.map((name) => designName(name).toLowerCase()).join(", ")}`;
  const split = field.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return DESIGN_NAMES[field] ?? split.charAt(0).toUpperCase() + split.slice(1);
}
