import sharp, { type Sharp } from "sharp";
import { CUT_OFF, type Picture, type PictureReader, UndecodableError } from "./picture.js";
import { isTiffCutOff } from "./tiffDirectory.js";

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

/** Kinds of colour whose values are levels: grey, RGB and CMYK, 8 and 16 bits. */
const COLOUR_SPACES = ["b-w", "grey16", "srgb", "rgb", "rgb16", "cmyk"];
const DEPTHS = ["uchar", "ushort"];

/** What decodes, with its version. */
export const VIPS_VERSION = `libvips ${sharp.versions.vips}`;

/**
 * Reads what libvips decodes; of several pages or frames the first. 16-bit values keep their high byte, CMYK becomes RGB
 * by Pillow's formula. Only a TIFF is turned as its orientation says, since Pillow does so when it reads one.
 */
export function readWithVips(format: string): PictureReader {
  return async (bytes, checkSize) => {
    prepareSharp();
    if (format === "TIFF" && isTiffCutOff(bytes)) throw new UndecodableError(CUT_OFF);
    const source = () =>
      sharp(bytes, {
        // Of a TIFF's damaged tiles libvips only warns, and makes them black.
        failOn: format === "TIFF" ? "warning" : "error",
        limitInputPixels: false,
        ignoreIcc: true,
        autoOrient: format === "TIFF",
        pages: 1,
      });
    const { width, height, space, depth, channels, pages } = await source().metadata();
    checkSize(width, height);
    if (!DEPTHS.includes(depth)) {
      throw new UndecodableError(
        `its values are of the kind "${depth}", whose range is not known; whole numbers of 8 or 16 bits are read`,
      );
    }
    const most = space === "cmyk" ? 5 : 4;
    if (!COLOUR_SPACES.includes(space) || channels > most) {
      throw new UndecodableError(
        `it has ${channels} channels of the kind "${space}"; grey, RGB and CMYK are read, each with or without alpha`,
      );
    }
    if (space === "cmyk") return { ...(await cmykPicture(source(), depth === "ushort")), pages };
    const { data, info } = await source()
      .removeAlpha()
      .toColourspace("srgb")
      .raw({ depth: "uchar" })
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, channels: info.channels, data, pages };
  };
}

/** A picture in CMYK as RGB; libvips' own conversion goes by a colour profile, which Pillow's does not. */
async function cmykPicture(source: Sharp, isDeep: boolean): Promise<Picture> {
  const { data, info } = await source
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .raw({ depth: isDeep ? "ushort" : "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const size = isDeep ? 2 : 1;
  // Of 16 bits the high byte, which stands second.
  const valueAt = (at: number) => data[size * at + size - 1];
  const rgb = new Uint8Array(3 * width * height);
  for (let p = 0; p < width * height; p++) {
    const white = 255 - valueAt(p * channels + 3);
    for (let c = 0; c < 3; c++) rgb[3 * p + c] = white - product(valueAt(p * channels + c), white);
  }
  return { width, height, channels: 3, data: rgb };
}

/** a b / 255, rounded: Pillow's MULDIV255. */
function product(a: number, b: number): number {
  const sum = a * b + 128;
  return ((sum >> 8) + sum) >> 8;
}
