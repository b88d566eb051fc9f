import { DesignError } from "../errors.js";
import type { FactorParameter, ImageSize } from "../factor.js";
import { createImage, type Image, type ImageMaker } from "../image/image.js";

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
   * What `apply` makes of the parameters (rounded, or turned into a rectangle or a centre), so that two rows with equal
   * effective parameters are known to give the same image. Null when `apply` would return the image unchanged.
   */
  effective(parameters: readonly number[], size: ImageSize): readonly number[] | null;
  /**
   * The augmented image; same size as the input. `parameters` as {@link parameters} lists them.
   *
   * @param make asked for the image that the result is written to; makes a new one by default
   */
  apply(image: Image, parameters: readonly number[], make?: ImageMaker): Image;
}

/** The parts of an {@link Augmentation} that differ from one to the next. */
export interface AugmentationDefinition
  extends Pick<Augmentation, "key" | "description" | "parameters" | "effective"> {
  /**
   * The augmented image, from the effective parameters alone. Must not write into `image`.
   *
   * @param make makes images to write the result to, of any contents before. It need not be used; what it made must not be
   * kept, since its memory may be used again for other images
   */
  render(image: Image, effective: readonly number[], make: ImageMaker): Image;
}

/**
 * Makes an augmentation whose `apply` is `render` of the effective parameters: what two rows share in `effective` they
 * therefore share in pixels, and null returns the input itself.
 *
 * `effective` and `apply` throw a DesignError when the parameters are not as many as `parameters` lists, or not finite.
 */
export function defineAugmentation(definition: AugmentationDefinition): Augmentation {
  const { key, description, render } = definition;
  const parameters = (size: ImageSize) => definition.parameters(size);
  const effective = (values: readonly number[], size: ImageSize) => {
    const expected = parameters(size);
    if (values.length !== expected.length || !values.every(Number.isFinite)) {
      const names = expected.map((parameter) => parameter.key).join(", ") || "none";
      throw new DesignError(
        `Augmentation "${key}" takes ${expected.length} finite parameters (${names}); got [${values.join(", ")}].`,
        key,
      );
    }
    return definition.effective(values, size);
  };
  const apply = (image: Image, values: readonly number[], make: ImageMaker = createImage) => {
    const used = effective(values, image);
    return used === null ? image : render(image, used, make);
  };
  return { key, description, parameters, effective, apply };
}
