import sharp from "sharp";
import { ImageDecodeError } from "../errors.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";

/** What a file may cost to decode. */
export interface DecodeLimits {
  /** Largest width * height accepted. @default 67108864, that is 64 megapixels (8192 x 8192) */
  readonly maxPixels?: number;
}

/** Largest width * height that {@link decodeImage} accepts unless told otherwise: 64 megapixels. */
export const DEFAULT_MAX_PIXELS = 2 ** 26;

/** The formats read, each with the bytes it begins with; `.` stands for any byte. */
const SIGNATURES: readonly { format: string; bytes: string }[] = [
  { format: "PNG", bytes: "\x89PNG\r\n\x1a\n" },
  { format: "JPEG", bytes: "\xff\xd8\xff" },
  { format: "WebP", bytes: "RIFF....WEBP" },
  { format: "GIF", bytes: "GIF8" },
];
const FORMATS = SIGNATURES.map((signature) => signature.format).join(", ");

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

/** Name of the image format that the bytes begin like, or null. */
function formatOf(bytes: Uint8Array): string | null {
  for (const { format, bytes: signature } of SIGNATURES) {
    if (bytes.length < signature.length) continue;
    const matches = [...signature].every((char, at) => char === "." || bytes[at] === char.charCodeAt(0));
    if (matches) return format;
  }
  return null;
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
  const maxPixels = limits.maxPixels ?? DEFAULT_MAX_PIXELS;
  if (bytes.length === 0) throw new ImageDecodeError(`"${name}" is empty; expected an image (${FORMATS}).`);
  const format = formatOf(bytes);
  if (format === null) {
    throw new ImageDecodeError(`"${name}" is not an image of a known format; expected one of: ${FORMATS}.`);
  }
  prepareSharp();
  const source = () =>
    sharp(bytes, { failOn: "error", limitInputPixels: false, ignoreIcc: true, autoOrient: false, pages: 1 });

  let width: number;
  let height: number;
  try {
    ({ width, height } = await source().metadata());
  } catch (cause) {
    throw damaged(name, format, cause);
  }
  if (width * height > maxPixels) {
    throw new ImageDecodeError(
      `"${name}" is ${width}x${height}, ${width * height} pixels; at most ${maxPixels} are accepted. Scale it down first.`,
    );
  }
  try {
    const { data, info } = await source()
      .removeAlpha()
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return planesOf(data, info.width, info.height, info.channels);
  } catch (cause) {
    throw damaged(name, format, cause);
  }
}

function damaged(name: string, format: string, cause: unknown): ImageDecodeError {
  const reason = (cause instanceof Error ? cause.message : String(cause)).replaceAll(/\s+/g, " ").trim();
  return new ImageDecodeError(
    `"${name}" begins like a ${format} file but cannot be decoded: ${reason}. Expected a whole, undamaged image.`,
    cause,
  );
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
