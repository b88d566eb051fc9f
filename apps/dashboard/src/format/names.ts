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
  elliptic_local_blur: "an ellipse of the image is blurred",
  permutation: "the order in which the augmentations are applied",
  class: "which class the image is drawn from",
  partition: "which partition (train, valid) the image is drawn from",
  image: "which image of its class and partition is used",
};
