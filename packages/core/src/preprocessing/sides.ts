import type { ImageSize } from "../factor.js";
import { type Resize, type Sides, sidesText } from "../image/framing.js";
import type { Faults } from "./faults.js";

const LARGEST_SIDE = 4096;
/** For networks that take images of any size. */
const USUAL_SIDE = 224;
const WANTED = `a whole number of pixels from 1 to ${LARGEST_SIDE}, or height and width such as "240x320"`;

/** Height and width of a network's images; -1 for what it leaves open. */
type FixedSize = ImageSize;

/**
 * What is cut from the centre: what the network fixes, the rest as it is asked for. A square is a number.
 *
 * @param given a number, "HxW" or [H, W]
 */
export function cropFor(given: unknown, fixed: FixedSize, faults: Faults): number | Sides {
  const usual: Sides = [
    fixed.height > 0 ? fixed.height : USUAL_SIDE,
    fixed.width > 0 ? fixed.width : USUAL_SIDE,
  ];
  if (given == null) return asCrop(usual);
  const asked = sidesOf(given);
  if (asked === undefined) {
    faults.add("crop", `crop is ${JSON.stringify(given)}; it must be ${WANTED}`);
    return asCrop(usual);
  }
  const right: Sides = [fixed.height > 0 ? fixed.height : asked[0], fixed.width > 0 ? fixed.width : asked[1]];
  if (asked.join() !== right.join()) {
    const takes = [fixed.height, fixed.width].map((side) => (side > 0 ? side : "any")).join("x");
    faults.add(
      "crop",
      `crop is ${cropText(asCrop(asked))}, but the network takes images of ${takes} (height x width); crop must be ${cropText(asCrop(right))}`,
    );
  }
  return asCrop(right);
}

/**
 * How images are scaled before the crop.
 *
 * @param given a number, "HxW" or [H, W], "cover", "cover HxW" or { cover: [H, W] }
 * @param usual where nothing is given
 */
export function resizeFor(
  given: unknown,
  usual: (side: number) => number,
  crop: number | Sides,
  faults: Faults,
): Resize {
  const resize = given == null ? usualResize(usual, crop) : resizeOf(given, crop);
  if (resize === undefined) {
    faults.add(
      "resize",
      `resize is ${JSON.stringify(given)}; it must be ${WANTED}, or "cover" to keep the proportion and cover the crop`,
    );
    return usualResize(usual, crop);
  }
  const [height, width] = sidesOf(crop) as Sides;
  const least = typeof resize === "number" ? Math.min(height, width) : undefined;
  const sides = typeof resize === "number" ? undefined : "cover" in resize ? resize.cover : resize;
  const isTooSmall = sides ? sides[0] < height || sides[1] < width : (resize as number) < (least as number);
  if (isTooSmall) {
    faults.add(
      "resize",
      `resize is ${resizeText(resize)}, smaller than the crop; it must be at least ${sides || height === width ? `the crop of ${cropText(crop)}` : `${least}, the shorter side of the crop of ${cropText(crop)}`}`,
    );
  }
  return resize;
}

/** As a request may have it: 224, or "240x320". */
export function cropText(crop: number | Sides): string {
  return typeof crop === "number" ? String(crop) : sidesText(crop);
}

/** As a request may have it: 256, "240x320", "cover 240x320". */
export function resizeText(resize: Resize): string {
  if (typeof resize === "number") return String(resize);
  return "cover" in resize ? `cover ${sidesText(resize.cover)}` : sidesText(resize);
}

function usualResize(usual: (side: number) => number, crop: number | Sides): Resize {
  if (typeof crop === "number") return usual(crop);
  const [height, width] = crop;
  return { cover: [usual(height), usual(width)] };
}

function resizeOf(given: unknown, crop: number | Sides): Resize | undefined {
  if (isSide(given)) return given;
  const cover = coverOf(given);
  if (cover === "") return { cover: sidesOf(crop) as Sides };
  if (cover === undefined) return sidesOf(given);
  const sides = sidesOf(cover);
  return sides && { cover: sides };
}

/** What is to be covered; "" for the crop, undefined where nothing is. */
function coverOf(given: unknown): unknown {
  if (typeof given === "string") return /^\s*cover\b(.*)$/i.exec(given)?.[1].trim();
  const isObject = typeof given === "object" && given !== null && !Array.isArray(given);
  return isObject && "cover" in given ? given.cover : undefined;
}

function sidesOf(given: unknown): Sides | undefined {
  const text = typeof given === "string" ? /^\s*(\d+)\s*[x×]\s*(\d+)\s*$/i.exec(given) : null;
  const sides: unknown = text ? [Number(text[1]), Number(text[2])] : isSide(given) ? [given, given] : given;
  return Array.isArray(sides) && sides.length === 2 && sides.every(isSide) ? [sides[0], sides[1]] : undefined;
}

function isSide(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= LARGEST_SIDE;
}

function asCrop([height, width]: Sides): number | Sides {
  return height === width ? height : [height, width];
}
