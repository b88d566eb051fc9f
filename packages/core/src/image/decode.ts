import { ImageDecodeError } from "../errors.js";
import { quoted } from "../text/shownName.js";
import { readBmp } from "./bmp/readBmp.js";
import { FORMAT_NAMES, formatOfBytes, type ImageFormat } from "./imageFormats.js";
import { CUT_OFF, type Picture, type PictureReader, UndecodableError } from "./picture.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";
import { readPnm } from "./pnm/readPnm.js";
import { readWithVips, VIPS_VERSION } from "./readWithVips.js";

/** What a file may cost to decode. */
export interface DecodeLimits {
  /** Largest width * height accepted. @default 67108864, that is 64 megapixels (8192 x 8192) */
  readonly maxPixels?: number;
}

/** Largest width * height that {@link decodeImage} accepts unless told otherwise: 64 megapixels. */
export const DEFAULT_MAX_PIXELS = 2 ** 26;

/** Formats that libvips' builds for Node do not decode. */
const OWN_READERS: Readonly<Record<string, PictureReader>> = { BMP: readBmp, PNM: readPnm };

/**
 * Decodes the bytes of an image of any format of `IMAGE_FORMATS`, of several pages or frames the first, to 8-bit RGB, as
 * torchvision's ImageFolder does through Pillow's `convert("RGB")`:
 * - alpha is dropped, not blended: the colour below a transparent pixel is kept;
 * - grey becomes three equal channels, palettes are looked up, CMYK is converted by Pillow's formula;
 * - 16-bit values keep their high byte;
 * - colour profiles and the EXIF orientation are ignored; that of a TIFF is applied.
 * Where Pillow gives other pixels is said in docs/method.md.
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
  return planesOf(await pictureOf(bytes, name, limits));
}

/**
 * Decodes the whole picture as {@link decodeImage} does and forgets it.
 *
 * @returns how many pages or frames the file has, of which the first is read.
 * @throws {ImageDecodeError} where {@link decodeImage} would.
 */
export async function checkImage(
  bytes: Uint8Array,
  name: string,
  limits: DecodeLimits = {},
): Promise<{ pages: number }> {
  const { pages = 1 } = await pictureOf(bytes, name, limits);
  return { pages };
}

/** What decodes, with its version: another one may find other files damaged. */
export const DECODER = `${VIPS_VERSION}, ${FORMAT_NAMES}`;

async function pictureOf(
  bytes: Uint8Array,
  name: string,
  { maxPixels = DEFAULT_MAX_PIXELS }: DecodeLimits,
): Promise<Picture> {
  if (bytes.length === 0) throw fault(name, "is empty", `; expected an image (${FORMAT_NAMES})`);
  const format = formatOfBytes(bytes);
  if (format === undefined) {
    throw fault(name, "is not an image of a known format", `; expected one of: ${FORMAT_NAMES}`);
  }
  if (!format.isRead) {
    throw fault(
      name,
      `is ${withArticle(format)} file, which is not read`,
      `; expected one of: ${FORMAT_NAMES}`,
    );
  }
  const checkSize = (width: number, height: number) => {
    if (width * height <= maxPixels) return;
    throw fault(
      name,
      `is ${width}x${height}, ${width * height} pixels; at most ${maxPixels} are accepted`,
      ". Scale it down first",
    );
  };
  const read = OWN_READERS[format.name] ?? readWithVips(format.name);
  try {
    return await read(bytes, checkSize);
  } catch (error) {
    if (error instanceof ImageDecodeError) throw error;
    throw undecodable(name, format, bytes, error);
  }
}

/** @param wanted what would be right, as the rest of the sentence */
function fault(name: string, what: string, wanted: string, cause?: unknown): ImageDecodeError {
  return new ImageDecodeError(`${quoted(name)} ${what}${wanted}.`, cause, what);
}

/**
 * libvips' own words are only the cause: it keeps those of all decoding under way in one place, so they may be of another
 * image.
 */
function undecodable(name: string, format: ImageFormat, bytes: Uint8Array, cause: unknown): ImageDecodeError {
  const reason =
    cause instanceof UndecodableError
      ? cause.message
      : format.isCutOff(bytes)
        ? CUT_OFF
        : "its data are damaged, or of a kind that is not read";
  const what = `begins like ${withArticle(format)} file but cannot be decoded: ${reason}`;
  return fault(name, what, ". Expected a whole, undamaged image", cause);
}

function withArticle({ name }: ImageFormat): string {
  return `${name.startsWith("A") ? "an" : "a"} ${name}`;
}

/** Interleaved pixels (H, W, channels) to planes (3, H, W); a single grey channel is copied to all three. */
function planesOf({ data, width, height, channels }: Picture): PixelImage {
  const pixels = createPixelImage(width, height);
  const area = width * height;
  for (let c = 0; c < 3; c++) {
    const from = channels >= 3 ? c : 0;
    for (let p = 0; p < area; p++) pixels.data[c * area + p] = data[p * channels + from];
  }
  return pixels;
}
