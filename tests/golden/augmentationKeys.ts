/** Our key for each operation of the image manifest, which carries torchvision's names. */
export const AUGMENTATION_KEYS: Readonly<Record<string, string>> = {
  erase: "erasing",
  adjust_sharpness: "sharpness",
  roll: "rolling",
  rgb_to_grayscale: "grayscaling",
  gaussian_blur: "gaussian_blur",
  adjust_brightness: "brightness",
  adjust_contrast: "contrast",
  adjust_saturation: "saturation",
  adjust_hue: "hue",
  hflip: "hflip",
  cropped_rotation: "rotation",
  elliptic_local_blur: "elliptic_local_blur",
};
