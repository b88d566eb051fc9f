import { expect, it } from "vitest";
import { decodeImage } from "../decode.js";

interface Bmp {
  readonly width?: number;
  readonly height?: number;
  readonly bits?: number;
  readonly compression?: number;
  readonly header?: number;
  readonly offset?: number;
  readonly used?: number;
  /** What stands between the header and the pixels. */
  readonly between?: readonly number[];
  readonly pixels: readonly number[];
}

/** A BMP, 2x2 of 24 bits unless said otherwise. */
function bmp(given: Bmp): Uint8Array {
  const {
    width = 2,
    height = 2,
    bits = 24,
    compression = 0,
    header = 40,
    used = 0,
    between = [],
    pixels,
  } = given;
  const head = Buffer.alloc(14 + Math.max(header, 40));
  head.write("BM", 0, "latin1");
  head.writeUInt32LE(given.offset ?? 14 + header + between.length, 10);
  head.writeUInt32LE(header, 14);
  head.writeInt32LE(width, 18);
  head.writeInt32LE(height, 22);
  head.writeUInt16LE(1, 26);
  head.writeUInt16LE(bits, 28);
  head.writeUInt32LE(compression, 30);
  head.writeUInt32LE(used, 46);
  return Buffer.concat([head.subarray(0, 14 + header), Buffer.from(between), Buffer.from(pixels)]);
}

/** Red values in rows, from the top. */
async function reds(given: Bmp): Promise<number[]> {
  const { data } = await decodeImage(bmp(given), "x.bmp");
  return [...data.subarray(0, data.length / 3)];
}

/** The reason that a BMP is refused for. */
async function refused(given: Bmp): Promise<string> {
  const error = await decodeImage(bmp(given), "x.bmp").catch((e: unknown) => e as Error);
  if (!(error instanceof Error)) throw new Error("It was read.");
  return error.message.replace(/^"x\.bmp" (begins like a BMP file but cannot be decoded: )?/, "");
}

const GREYS = (count: number) => Array.from({ length: count }, (_, i) => [10 * i, 10 * i, 10 * i, 0]).flat();
const RLE8 = { bits: 8, compression: 1, used: 4, between: GREYS(4) };
const RLE4 = { bits: 4, compression: 2, used: 4, between: GREYS(4) };

it("reads rows from the bottom, or from the top where the height is negative", async () => {
  const pixels = [0, 0, 1, 0, 0, 2, 0, 0, 0, 0, 3, 0, 0, 4, 0, 0];
  expect(await reds({ pixels })).toEqual([3, 4, 1, 2]);
  expect(await reds({ pixels, height: -2 })).toEqual([1, 2, 3, 4]);
  // The last row need not be filled up.
  expect(await reds({ pixels: pixels.slice(0, -2) })).toEqual([3, 4, 1, 2]);
});

it("reads runs: an odd number of 4-bit pixels, an end before the last pixel, no mark of the end", async () => {
  expect(await reds({ ...RLE4, width: 4, height: 1, pixels: [0, 3, 0x12, 0x30, 1, 0x20, 0, 1] })).toEqual([
    10, 20, 30, 20,
  ]);
  expect(await reds({ ...RLE4, width: 4, height: 1, pixels: [4, 0x12, 0, 0] })).toEqual([10, 20, 10, 20]);
  expect(await reds({ ...RLE8, pixels: [1, 3, 0, 1] })).toEqual([0, 0, 30, 0]);
  expect(await reds({ ...RLE8, pixels: [2, 3, 0, 0, 2, 1] })).toEqual([10, 10, 30, 30]);
  // Of a run that is too long the rest is dropped.
  expect(await reds({ ...RLE8, pixels: [9, 3, 0, 0, 2, 1, 0, 1] })).toEqual([10, 10, 30, 30]);
});

it("reads masks of any bits in a row", async () => {
  const masks = [0, 0, 0xf0, 0x3f, 0, 0xfc, 0xf, 0, 0xff, 3, 0, 0];
  const own = { width: 1, height: 1, bits: 32, compression: 3, between: masks };
  // Ten bits of red, 1023 the largest.
  expect(await reds({ ...own, pixels: [0, 0, 0xf0, 0x3f] })).toEqual([255]);
  expect(await reds({ ...own, pixels: [0, 0, 0, 0x20] })).toEqual([Math.floor((512 * 255) / 1023)]);
  expect(await refused({ ...own, between: [0, 0, 0, 0, ...masks.slice(4)], pixels: [0, 0, 0, 0] })).toContain(
    "its masks of red, green and blue are 0x0, 0xffc00, 0x3ff; each has to be bits in a row",
  );
});

it("refuses what it does not know, with what it does", async () => {
  const pixels = Array.from({ length: 16 }, () => 0);
  expect(await refused({ pixels, header: 41 })).toContain(
    "its header has 41 bytes; 12, 40, 52, 56, 64, 108, 124 are read",
  );
  expect(await refused({ pixels, compression: 4 })).toContain(
    "its compression is JPEG; none, RLE8, RLE4, BITFIELDS",
  );
  expect(await refused({ pixels, compression: 9 })).toContain("its compression is number 9");
  expect(await refused({ pixels, bits: 2 })).toContain("it has 2 bits a pixel; 1, 4, 8, 16, 24, 32 are read");
  expect(await refused({ ...RLE8, bits: 4, pixels })).toContain(
    "it has 4 bits a pixel with the compression RLE8; 8 are",
  );
  expect(await refused({ pixels, bits: 8 })).toContain("it has no palette");
  expect(await refused({ ...RLE8, compression: 0, pixels: [0, 9, 0, 0, 0, 0, 0, 0] })).toContain(
    "a pixel has colour 9 of a palette of 4",
  );
});

it("refuses sizes that cannot be, before it takes memory for them", async () => {
  expect(await refused({ pixels: [], width: 0 })).toContain("its size is 0x2");
  expect(await refused({ pixels: [], height: 0 })).toContain("its size is 2x0");
  expect(await refused({ pixels: [], width: -3 })).toContain("its size is -3x2");
  expect(await refused({ pixels: [], width: 2 ** 31 - 1, height: -(2 ** 31) })).toMatch(
    /^is 2147483647x2147483648, \d+ pixels; at most 67108864 are accepted\. Scale it down first\.$/,
  );
  expect(await refused({ pixels: [0, 0, 0], width: 8192, height: 8192 })).toContain("it is cut off");
});

it("refuses runs that leave the picture, and pixels outside the file", async () => {
  expect(await refused({ ...RLE8, pixels: [0, 0, 0, 0, 1, 1, 0, 1] })).toContain(
    "its runs go on after the last row",
  );
  expect(await refused({ ...RLE8, pixels: [0, 2, 3, 0, 0, 1] })).toContain(
    "its runs jump out of the picture",
  );
  expect(await refused({ ...RLE8, pixels: [2, 1] })).toContain("it is cut off");
  expect(await refused({ ...RLE8, pixels: [0, 200, 1] })).toContain("it is cut off");
  expect(await refused({ pixels: [0], offset: 20 })).toContain(
    "its pixels are said to begin at byte 20, inside its header",
  );
  expect(await refused({ pixels: [0], offset: 2 ** 31 })).toContain("it is cut off");
});
