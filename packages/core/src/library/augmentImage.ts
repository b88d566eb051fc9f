import { applyChain } from "../augmentation/chain.js";
import { readChain } from "../augmentation/readChain.js";
import { CoreError, RunSpecError } from "../errors.js";
import { readBytes } from "../files/readBytes.js";
import { toFloatImage } from "../image/image.js";

/** The standard preparation resizes to 256 px for a crop of 224 px, in proportion for other sizes. */
const RESIZE_PER_CROP = 256 / 224;

/** One augmentation with its parameters by name, such as `{ augmentation: "hue", parameters: { factor: 0.25 } }`. */
export interface AugmentationStep {
  readonly augmentation: string;
  /** Those that `registry` lists; `on: 0` leaves the step out. */
  readonly parameters?: Readonly<Record<string, number>>;
}

/** An image after its augmentations. */
export interface AugmentedImage {
  readonly width: number;
  readonly height: number;
  /** (3, H, W) on the scale from 0 to 1. */
  readonly data: Float32Array;
  /** Which augmentations acted, and whether each changed the image with its parameters. */
  readonly steps: readonly { readonly augmentation: string; readonly changesImage: boolean }[];
}

/**
 * One image through a chain of augmentations, pixel for pixel as in an analysis.
 *
 * @param image path of a file, or its bytes
 * @param chain in the order in which they act; or JSON of it, or the path of a file with it
 * @param options `size` first resizes the shorter side to 8/7 of it and crops the centre to it
 * @throws {ImageDecodeError} when the image cannot be decoded.
 * @throws {FileError} when a file cannot be read, or steps in it are at fault.
 * @throws {RunSpecError} naming every step at fault; when the size is impossible.
 */
export async function augmentImage(
  image: string | Uint8Array,
  chain: string | readonly AugmentationStep[],
  { size }: { size?: number } = {},
): Promise<AugmentedImage> {
  const { decodeImage } = await import("../image/decode.js");
  const { prepareImage } = await import("../image/prepare.js");
  const isFile = typeof image === "string";
  const decoded = await decodeImage(
    isFile ? await readBytes(image, "image") : image,
    isFile ? image : "the image",
  );
  const framed = (side: number) => {
    try {
      const data = prepareImage(decoded, { resize: Math.round(side * RESIZE_PER_CROP), crop: side });
      return { data, width: side, height: side };
    } catch (error) {
      if (error instanceof CoreError) throw new RunSpecError(`size ${side}: ${error.message}`, "size");
      throw error;
    }
  };
  const pixels = size === undefined ? decoded : framed(size);
  const before = toFloatImage(pixels.data, pixels.width, pixels.height);
  const steps = await readChain(typeof chain === "string" ? chain : JSON.stringify(chain), before);
  const { width, height, data } = applyChain(before, steps);
  return {
    width,
    height,
    data,
    steps: steps.map(({ augmentation, parameters }) => ({
      augmentation: augmentation.key,
      changesImage: augmentation.effective(parameters, before) !== null,
    })),
  };
}
