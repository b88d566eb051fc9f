/** An image format that is read. */
export interface ImageFormat {
  readonly name: string;
  /** Endings of file names, lower case. */
  readonly endings: readonly string[];
  /** What its files begin with; `.` stands for any byte. */
  readonly signature: string;
  /** Whether the end of the file is missing; asked only of files that do not decode. */
  readonly isCutOff: (bytes: Uint8Array) => boolean;
}

/** The formats that are read: the one list of endings and signatures. */
export const IMAGE_FORMATS: readonly ImageFormat[] = [
  {
    name: "PNG",
    endings: ["png"],
    signature: "\x89PNG\r\n\x1a\n",
    isCutOff: (bytes) => !hasNear(bytes, "IEND"),
  },
  {
    name: "JPEG",
    endings: ["jpg", "jpeg", "jpe", "jfif"],
    signature: "\xff\xd8\xff",
    isCutOff: (bytes) => !hasNear(bytes, "\xff\xd9"),
  },
  {
    name: "WebP",
    endings: ["webp"],
    signature: "RIFF....WEBP",
    isCutOff: (bytes) => bytes.length < 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true),
  },
  { name: "GIF", endings: ["gif"], signature: "GIF8", isCutOff: (bytes) => !hasNear(bytes, ";") },
];

/** Names of the formats that are read, for messages. */
export const FORMAT_NAMES = IMAGE_FORMATS.map(({ name }) => name).join(", ");

/** Endings of image formats that are not read. */
const UNREAD_ENDINGS: Readonly<Record<string, readonly string[]>> = {
  BMP: ["bmp", "dib"],
  TIFF: ["tif", "tiff"],
  HEIC: ["heic", "heif", "hif"],
  AVIF: ["avif", "avifs"],
  PNM: ["pnm", "ppm", "pgm", "pbm", "pam", "pfm"],
  "JPEG 2000": ["jp2", "j2k", "j2c", "jpf", "jpx", "jpm"],
  "JPEG XL": ["jxl"],
  "JPEG XR": ["jxr", "wdp", "hdp"],
  "animated PNG": ["apng"],
  MPO: ["mpo"],
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

const BY_ENDING: ReadonlyMap<string, NamedFormat> = new Map<string, NamedFormat>([
  ...endingsOf(Object.entries(UNREAD_ENDINGS), false),
  ...endingsOf(
    IMAGE_FORMATS.map(({ name, endings }) => [name, endings]),
    true,
  ),
]);

function endingsOf(
  formats: readonly (readonly [string, readonly string[]])[],
  isRead: boolean,
): (readonly [string, NamedFormat])[] {
  return formats.flatMap(([format, endings]) =>
    endings.map((ending) => [ending, { format, isRead }] as const),
  );
}

/** The image format that a file's name ends like; undefined when it is no image's name. */
export function formatOfName(name: string): NamedFormat | undefined {
  const dot = name.lastIndexOf(".");
  return dot < 0 ? undefined : BY_ENDING.get(name.slice(dot + 1).toLowerCase());
}

/** The format that the bytes begin like; undefined when it is none that is read. */
export function formatOfBytes(bytes: Uint8Array): ImageFormat | undefined {
  return IMAGE_FORMATS.find(
    ({ signature }) =>
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
