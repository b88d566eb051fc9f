import type { ImageSize } from "../factor.js";
import { shortSideSize } from "./resize.js";

/** Height and width in pixels; this order, as in the shape of a tensor. */
export type Sides = readonly [height: number, width: number];

/**
 * How an image is scaled: a number is the length of its shorter side, two are its new sides whatever they were, and
 * `cover` keeps the proportion and makes it as small as it can be and still cover the given sides. 0 leaves it as it is.
 */
export type Resize = number | Sides | { readonly cover: Sides };

/** How a decoded image is brought to the network's size. */
export interface Framing {
  readonly resize: Resize;
  /** What is cut from the centre; a number is the side of a square. */
  readonly crop: number | Sides;
}

/** Size of the images that a network is given. */
export function cropSize({ crop }: Pick<Framing, "crop">): ImageSize {
  const [height, width] = typeof crop === "number" ? [crop, crop] : crop;
  return { height, width };
}

/** Size of an image once it is scaled. */
export function resizedSize(size: ImageSize, resize: Resize): ImageSize {
  if (resize === 0) return size;
  if (typeof resize === "number") return shortSideSize(size, resize);
  if ("cover" in resize) return coveringSize(size, resize.cover);
  const [height, width] = resize;
  return { height, width };
}

/** "16x24" for people: height x width. */
export function sidesText(sides: number | Sides): string {
  return (typeof sides === "number" ? [sides, sides] : sides).join("x");
}

/** One side fits, the other one is as long or longer, rounded down as torchvision's Resize does. */
function coveringSize({ width, height }: ImageSize, [least, leastWidth]: Sides): ImageSize {
  return height * leastWidth <= width * least
    ? { height: least, width: Math.trunc((least * width) / height) }
    : { height: Math.trunc((leastWidth * height) / width), width: leastWidth };
}
