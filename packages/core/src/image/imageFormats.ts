import sharp from "sharp";
import { isAvifCutOff, isHeif } from "./heifBoxes.js";

/** An image format that a file may be of. */
export interface ImageFormat {
  readonly name: string;
  /** Endings of file names, lower case. */
  readonly endings: readonly string[];
  /** Whether a file begins like one. */
  readonly begins: (bytes: Uint8Array) => boolean;
  /** Whether the end of the file is missing; asked only of files that do not decode, where their reader
   * gives no reason. */
  readonly isCutOff: (bytes: Uint8Array) => boolean;
  /** Whether this machine's build of libvips decodes it, or a reader of our own. */
  readonly isRead: boolean;
}

/** Formats that are known by their first bytes: the one list of what can be read. */
const KNOWN_FORMATS: readonly ImageFormat[] = [
  {
    name: "PNG",
    endings: ["png", "apng"],
    begins: like("\x89PNG\r\n\x1a\n"),
    isCutOff: (bytes) => !hasNear(bytes, "IEND"),
    isRead: true,
  },
  {
    name: "JPEG",
    endings: ["jpg", "jpeg", "jpe", "jfif", "mpo"],
    begins: like("\xff\xd8\xff"),
    isCutOff: (bytes) => !hasNear(bytes, "\xff\xd9"),
    isRead: true,
  },
  {
    name: "WebP",
    endings: ["webp"],
    begins: like("RIFF....WEBP"),
    isCutOff: (bytes) => bytes.length < 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true),
    isRead: true,
  },
  {
    name: "GIF",
    endings: ["gif"],
    begins: like("GIF8"),
    isCutOff: (bytes) => !hasNear(bytes, ";"),
    isRead: true,
  },
  { name: "BMP", endings: ["bmp", "dib"], begins: like("BM"), isCutOff: () => false, isRead: true },
  {
    name: "TIFF",
    endings: ["tif", "tiff"],
    begins: like("II*\0", "MM\0*", "II+\0", "MM\0+"),
    isCutOff: () => false,
    isRead: hasDecoder("tiff"),
  },
  {
    name: "PNM",
    endings: ["pnm", "ppm", "pgm", "pbm", "pam"],
    begins: (bytes) => /^P[1-7][\s#]/.test(Buffer.from(bytes.subarray(0, 3)).toString("latin1")),
    isCutOff: () => false,
    isRead: true,
  },
  {
    name: "AVIF",
    endings: ["avif"],
    begins: isHeif("avif", "avis"),
    isCutOff: isAvifCutOff,
    isRead: hasDecoder("heif", ".avif"),
  },
  {
    name: "HEIC",
    endings: ["heic", "heif", "hif"],
    begins: isHeif("heic", "heix", "heim", "heis", "hevc", "hevx"),
    isCutOff: isAvifCutOff,
    isRead: hasDecoder("heif", ".heic"),
  },
  {
    name: "JPEG 2000",
    endings: ["jp2", "j2k", "j2c", "jpf", "jpx", "jpm"],
    begins: like("\0\0\0\x0cjP  \r\n\x87\n", "\xff\x4f\xff\x51"),
    isCutOff: () => false,
    isRead: hasDecoder("jp2"),
  },
  {
    name: "JPEG XL",
    endings: ["jxl"],
    begins: like("\xff\x0a", "\0\0\0\x0cJXL \r\n\x87\n"),
    isCutOff: () => false,
    isRead: hasDecoder("jxl"),
  },
];

/** The formats that are read. */
export const IMAGE_FORMATS = KNOWN_FORMATS.filter(({ isRead }) => isRead);

/** Names of the formats that are read, for messages. */
export const FORMAT_NAMES = IMAGE_FORMATS.map(({ name }) => name).join(", ");

/** Endings of further image formats, none of which is read. */
const UNREAD_ENDINGS: Readonly<Record<string, readonly string[]>> = {
  "AVIF sequence": ["avifs"],
  PFM: ["pfm"],
  "JPEG XR": ["jxr", "wdp", "hdp"],
  SVG: ["svg", "svgz"],
  Photoshop: ["psd", "psb"],
  TGA: ["tga"],
  PCX: ["pcx"],
  ICO: ["ico", "cur"],
  OpenEXR: ["exr"],
  "Radiance HDR": ["hdr"],
  DICOM: ["dcm", "dicom"],
  NIfTI: ["nii"],
  FITS: ["fits", "fit"],
  "camera raw": ["dng", "cr2", "cr3", "nef", "arw", "orf", "rw2", "raf", "pef", "srw"],
};

/** What the ending of a file's name says. */
export interface NamedFormat {
  readonly format: string;
  readonly isRead: boolean;
}

const BY_ENDING: ReadonlyMap<string, NamedFormat> = new Map([
  ...Object.entries(UNREAD_ENDINGS).flatMap(([format, endings]) => named(format, endings, false)),
  ...KNOWN_FORMATS.flatMap(({ name, endings, isRead }) => named(name, endings, isRead)),
]);

function named(format: string, endings: readonly string[], isRead: boolean): [string, NamedFormat][] {
  return endings.map((ending) => [ending, { format, isRead }]);
}

/** The image format that a file's name ends like; undefined when it is no image's name. */
export function formatOfName(name: string): NamedFormat | undefined {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? undefined : BY_ENDING.get(name.slice(dot + 1).toLowerCase());
}

/** The format that the bytes begin like, read or not; undefined when it is none that is known. */
export function formatOfBytes(bytes: Uint8Array): ImageFormat | undefined {
  return KNOWN_FORMATS.find(({ begins }) => begins(bytes));
}

/**
 * Whether the build of libvips that runs decodes a format: distributions leave some out, for their patents or size.
 *
 * @param suffix asked for where one loader of libvips decodes several formats
 */
function hasDecoder(loader: string, suffix?: string): boolean {
  const formats = sharp.format as unknown as Readonly<
    Record<string, { readonly input: { readonly buffer: boolean; readonly fileSuffix?: readonly string[] } }>
  >;
  const input = formats[loader]?.input;
  if (!input?.buffer) return false;
  return suffix === undefined || (input.fileSuffix ?? []).includes(suffix);
}

/** Whether bytes begin with one of the texts, of which `.` stands for any byte. */
function like(...signatures: readonly string[]): (bytes: Uint8Array) => boolean {
  return (bytes) =>
    signatures.some(
      (signature) =>
        bytes.length >= signature.length &&
        [...signature].every((char, at) => char === "." || bytes[at] === char.charCodeAt(0)),
    );
}

/** Programs write a few bytes after the end of a picture. */
const TAIL_BYTES = 64;

/** Whether the text stands in the last bytes. */
function hasNear(bytes: Uint8Array, text: string): boolean {
  return Buffer.from(bytes.subarray(-TAIL_BYTES)).includes(text, 0, "latin1");
}
