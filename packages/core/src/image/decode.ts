import sharp from "sharp";
import { ImageDecodeError } from "../errors.js";
import { FORMAT_NAMES, formatOfBytes, type ImageFormat } from "./imageFormats.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";

/** What a file may cost to decode. */
export interface DecodeLimits {
  /** Largest width * height accepted. @default 67108864, that is 64 megapixels (8192 x 8192) */
  readonly maxPixels?: number;
}

/** Largest width * height that {@link decodeImage} accepts unless told otherwise: 64 megapixels. */
export const DEFAULT_MAX_PIXELS = 2 ** 26;

let prepared = false;

/**
 * Many small images are decoded once each, by several threads of our own: libvips' cache of operations would only hold
 * memory, and its thread pool would compete with inference. Set at the first decode, not at import.
 */
function prepareSharp(): void {
  if (prepared) return;
  sharp.cache(false);
  sharp.concurrency(1);
  prepared = true;
}

/**
 * Decodes the bytes of a PNG, JPEG, WebP or GIF (its first frame) to 8-bit RGB, as torchvision's ImageFolder does through
 * Pillow's `convert("RGB")`:
 * - alpha is dropped, not blended: the colour below a transparent pixel is kept;
 * - grey becomes three equal channels, palettes are looked up;
 * - 16-bit values keep their high byte;
 * - colour profiles and the EXIF orientation are ignored.
 * CMYK JPEGs are converted by libvips, whose colours differ a little from Pillow's.
 *
 * Files are taken as hostile: the format is judged by its first bytes (never SVG or PDF), the size of the picture is
 * checked before any pixel is decoded, and damaged or truncated data are refused rather than filled with grey.
 *
 * @param name the file's name, for messages
 * @throws {ImageDecodeError} naming the file, what was wrong and what would be right.
 */
export async function decodeImage(
  bytes: Uint8Array,
  name: string,
  limits: DecodeLimits = {},
): Promise<PixelImage> {
  const { data, info } = await interleavedPixels(bytes, name, limits);
  return planesOf(data, info.width, info.height, info.channels);
}

/**
 * Decodes the whole picture as {@link decodeImage} does and forgets it.
 *
 * @throws {ImageDecodeError} where {@link decodeImage} would.
 */
export async function checkImage(bytes: Uint8Array, name: string, limits: DecodeLimits = {}): Promise<void> {
  await interleavedPixels(bytes, name, limits);
}

/** What decodes, with its version: another one may find other files damaged. */
export const DECODER = `libvips ${sharp.versions.vips}`;

/** 8-bit pixels (H, W, channels). */
async function interleavedPixels(bytes: Uint8Array, name: string, limits: DecodeLimits) {
  const maxPixels = limits.maxPixels ?? DEFAULT_MAX_PIXELS;
  if (bytes.length === 0) throw fault(name, "is empty", `; expected an image (${FORMAT_NAMES})`);
  const format = formatOfBytes(bytes);
  if (format === undefined) {
    throw fault(name, "is not an image of a known format", `; expected one of: ${FORMAT_NAMES}`);
  }
  prepareSharp();
  const source = () =>
    sharp(bytes, { failOn: "error", limitInputPixels: false, ignoreIcc: true, autoOrient: false, pages: 1 });

  let width: number;
  let height: number;
  try {
    ({ width, height } = await source().metadata());
  } catch (cause) {
    throw damaged(name, format, bytes, cause);
  }
  if (width * height > maxPixels) {
    throw fault(
      name,
      `is ${width}x${height}, ${width * height} pixels; at most ${maxPixels} are accepted`,
      ". Scale it down first",
    );
  }
  try {
    return await source()
      .removeAlpha()
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
  } catch (cause) {
    throw damaged(name, format, bytes, cause);
  }
}

/** @param wanted what would be right, as the rest of the sentence */
function fault(name: string, what: string, wanted: string, cause?: unknown): ImageDecodeError {
  return new ImageDecodeError(`"${name}" ${what}${wanted}.`, cause, what);
}

function damaged(name: string, format: ImageFormat, bytes: Uint8Array, cause: unknown): ImageDecodeError {
  const text = (cause instanceof Error ? cause.message : String(cause))
    .replaceAll(/\s+/g, " ")
    .replace(/[\s:]+$/, "");
  const reason = format.isCutOff(bytes) ? `it is cut off (${text})` : text;
  const what = `begins like a ${format.name} file but cannot be decoded: ${reason}`;
  return fault(name, what, ". Expected a whole, undamaged image", cause);
}

/** Interleaved pixels (H, W, channels) to planes (3, H, W); a single grey channel is copied to all three. */
function planesOf(interleaved: Uint8Array, width: number, height: number, channels: number): PixelImage {
  const pixels = createPixelImage(width, height);
  const area = width * height;
  for (let c = 0; c < 3; c++) {
    const from = channels >= 3 ? c : 0;
    for (let p = 0; p < area; p++) pixels.data[c * area + p] = interleaved[p * channels + from];
  }
  return pixels;
}
