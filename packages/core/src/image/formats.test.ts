import { readFileSync } from "node:fs";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ImageDecodeError } from "../errors.js";
import { decodeImage } from "./decode.js";

// Made by Pillow 12.3.0; see the README there.
const FOLDER = new URL("../../../../tests/reference/formats/", import.meta.url);
const bytesOf = (name: string) => new Uint8Array(readFileSync(new URL(name, FOLDER)));

interface Golden {
  readonly width: number;
  readonly height: number;
  /** Pixels (H, W, 3), base64. */
  readonly rgb: string;
}
const MANIFEST = JSON.parse(readFileSync(new URL("manifest.json", FOLDER), "utf8")) as Record<string, Golden>;

/** Levels that the pixels of a file differ from Pillow's. */
async function differences(name: string): Promise<number[]> {
  const { width, height, rgb } = MANIFEST[name];
  const image = await decodeImage(bytesOf(name), name);
  expect([image.width, image.height]).toEqual([width, height]);
  const area = width * height;
  return [...Buffer.from(rgb, "base64")].map((value, i) =>
    Math.abs(value - image.data[(i % 3) * area + Math.floor(i / 3)]),
  );
}

// Levels, with their reasons in docs/method.md; 0 for every other file.
const TOLERANCES: Readonly<Record<string, number>> = {
  "photo_444.avif": 1,
  "photo.avif": 6,
  "alpha.avif": 6,
};
const OTHERS = ["animated.avif", "clear.gif"];

describe("gives the pixels that Pillow reads of", () => {
  it.each(Object.keys(MANIFEST).filter((name) => !OTHERS.includes(name)))("%s", async (name) => {
    expect(Math.max(...(await differences(name)))).toBeLessThanOrEqual(TOLERANCES[name] ?? 0);
  });
});

describe("differs from Pillow, as docs/method.md says,", () => {
  it("in transparent pixels of a GIF, which become black", async () => {
    const image = await decodeImage(bytesOf("clear.gif"), "clear.gif");
    const area = image.width * image.height;
    const wrong = (await differences("clear.gif")).flatMap((by, i) => (by > 0 ? [Math.floor(i / 3)] : []));
    expect(new Set(wrong).size).toBe(14);
    for (const p of wrong) expect([0, 1, 2].map((c) => image.data[c * area + p])).toEqual([0, 0, 0]);
  });

  it("in sequences of AVIF, which are not read", async () => {
    await expect(decodeImage(bytesOf("animated.avif"), "a.avif")).rejects.toThrow(
      '"a.avif" begins like an AVIF file but cannot be decoded: its data are damaged, or of a kind that is not read.',
    );
  });

  it("in 16-bit grey of TIFF, whose high byte is kept", async () => {
    const deep = Uint16Array.of(0x80ff, 0x0100, 0xffff, 0x00ff);
    const head = Buffer.from("49492a0008000000", "hex");
    const fields: [number, number, number][] = [
      [256, 4, 4],
      [257, 4, 1],
      [258, 3, 16],
      [259, 3, 1],
      [262, 3, 1],
      [273, 4, 8 + 2 + 9 * 12 + 4],
      [277, 3, 1],
      [278, 4, 1],
      [279, 4, 8],
    ];
    const directory = Buffer.alloc(2 + fields.length * 12 + 4);
    directory.writeUInt16LE(fields.length, 0);
    for (const [i, [tag, type, value]] of fields.entries()) {
      directory.writeUInt16LE(tag, 2 + 12 * i);
      directory.writeUInt16LE(type, 4 + 12 * i);
      directory.writeUInt32LE(1, 6 + 12 * i);
      directory.writeUInt32LE(value, 10 + 12 * i);
    }
    const tiff = Buffer.concat([head, directory, Buffer.from(deep.buffer)]);
    expect([...(await decodeImage(tiff, "deep.tif")).data.subarray(0, 4)]).toEqual([0x80, 0x01, 0xff, 0x00]);
  });
});

describe("refuses", () => {
  it("values whose range is not known, and channels that are no colours", async () => {
    const floats = await sharp(
      Float32Array.from({ length: 12 }, (_, i) => i),
      {
        raw: { width: 2, height: 2, channels: 3 },
      },
    )
      .toColourspace("scrgb")
      .tiff({ compression: "none" })
      .toBuffer();
    expect((await sharp(floats).metadata()).depth).toBe("float");
    await expect(decodeImage(floats, "a.tif")).rejects.toThrow(
      'its values are of the kind "float", whose range is',
    );
  });

  it("a file of a known format that is not read, with those that are", async () => {
    const jpegXl = Uint8Array.of(0xff, 0x0a, 0, 0);
    await expect(decodeImage(jpegXl, "a.png")).rejects.toThrow(
      '"a.png" is a JPEG XL file, which is not read; expected one of: PNG, JPEG, WebP, GIF, BMP, TIFF, PNM, AVIF.',
    );
  });
});

it("refuses a TIFF with damaged tiles", async () => {
  const damaged = Uint8Array.from(bytesOf("tiles.tif"));
  damaged.fill(0x55, damaged.length - 200, damaged.length - 190);
  await expect(decodeImage(damaged, "x.tif")).rejects.toThrow("its data are damaged");
});

// A file that is cut or changed is read or refused; nothing else may happen.
it.each(Object.keys(MANIFEST).filter((name) => /\.(bmp|p.m|tif|avif)$/.test(name)))(
  "takes %s as hostile: cut off and changed",
  async (name) => {
    const whole = bytesOf(name);
    let state = 7;
    const random = (below: number) => {
      state = (state * 48271) % 2147483647;
      return state % below;
    };
    const outcome = (bytes: Uint8Array) =>
      decodeImage(bytes, "x", { maxPixels: 2 ** 20 }).then(
        () => "read",
        (error: unknown) => (error instanceof ImageDecodeError ? "refused" : Promise.reject(error)),
      );
    for (let i = 0; i < 12; i++) {
      // The last bytes may be no pixels: what fills up a row, the mark of the end, the second page.
      const share = name === "pages.tif" ? 0.4 : 0.9;
      const cut = whole.subarray(0, random(Math.floor(share * whole.length)));
      expect(await outcome(cut), `${cut.length} bytes`).toBe("refused");
      const changed = Uint8Array.from(whole);
      for (let n = 0; n < 3; n++) changed[random(Math.min(80, whole.length))] = random(256);
      await outcome(changed);
    }
  },
);

it("says of a cut-off file that it is, whatever its format", async () => {
  for (const name of [
    "bit24.bmp",
    "rle8.bmp",
    "p6.ppm",
    "p3.ppm",
    "p4.pbm",
    "tiff_lzw.tif",
    "tiles.tif",
    "big.tif",
    "photo.avif",
  ]) {
    const whole = bytesOf(name);
    await expect(decodeImage(whole.subarray(0, 0.8 * whole.length), name)).rejects.toThrow(
      /begins like an? \w+ file but cannot be decoded: it is cut off\. Expected a whole/,
    );
  }
});
