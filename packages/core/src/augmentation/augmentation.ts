import type { FactorParameter, ImageSize } from "../factor.js";
import type { Image } from "../image/image.js";

/**
 * One image augmentation: a factor of the analysis and the pixels it makes.
 *
 * `apply` never changes its input and may return it as it is. Neutral parameters (brightness 1, hue 0, roll 0, ...)
 * return the input object itself, bit for bit.
 */
export interface Augmentation {
  /** Key used in the API, files and charts: `erasing`, `hue`, ... */
  readonly key: string;
  /** One sentence for help texts, with the source (paper or torchvision's name). */
  readonly description: string;
  /** The parameters with their bounds for images of this size, in the order `apply` takes them; empty when it has none. */
  parameters(size: ImageSize): readonly FactorParameter[];
  /**
   * The parameters as `apply` really uses them (after rounding), so that two rows with equal effective parameters are
   * known to give the same image. Returns null when this call of `apply` would return the image unchanged.
   */
  effective(parameters: readonly number[], size: ImageSize): readonly number[] | null;
  /** The augmented image; same size as the input. `parameters` as {@link parameters} lists them. */
  apply(image: Image, parameters: readonly number[]): Image;
}
