import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ImageDecodeError } from "../errors.js";
import { decodeImage } from "./decode.js";
import { encodePng } from "./encode.js";
import { createPixelImage, type PixelImage } from "./pixelImage.js";

/** 5x3 with different values everywhere, so that a swap of axes or channels shows. */
function gradient(): PixelImage {
  const pixels = createPixelImage(5, 3);
  for (let at = 0; at < pixels.data.length; at++) pixels.data[at] = (at * 37) % 256;
  return pixels;
}

/** Noise of 64x64: big enough that cutting bytes off hits the pixels. */
async function noisePng(): Promise<Uint8Array> {
  const pixels = createPixelImage(64, 64);
  let state = 1;
  for (let at = 0; at < pixels.data.length; at++) {
    state = (state * 48271) % 2147483647;
    pixels.data[at] = state % 256;
  }
  return encodePng(pixels);
}

async function failure(
  bytes: Uint8Array,
  name: string,
  limits?: { maxPixels: number },
): Promise<ImageDecodeError> {
  try {
    await decodeImage(bytes, name, limits);
  } catch (error) {
    expect(error).toBeInstanceOf(ImageDecodeError);
    return error as ImageDecodeError;
  }
  throw new Error(`"${name}" was decoded.`);
}

describe("decodeImage", () => {
  it("gives the pixels of a PNG back, channel-major", async () => {
    const pixels = gradient();
    expect(await decodeImage(await encodePng(pixels), "a.png")).toEqual(pixels);
  });

  it("copies grey to three channels", async () => {
    const grey = await sharp(Uint8Array.of(0, 100, 255, 7), { raw: { width: 2, height: 2, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect((await sharp(grey).metadata()).channels).toBe(1);
    expect([...(await decodeImage(grey, "grey.png")).data]).toEqual([
      0, 100, 255, 7, 0, 100, 255, 7, 0, 100, 255, 7,
    ]);
  });

  it("drops alpha without blending, for colour and for grey", async () => {
    const colour = await sharp(Uint8Array.of(10, 20, 30, 0, 40, 50, 60, 128), {
      raw: { width: 2, height: 1, channels: 4 },
    })
      .png()
      .toBuffer();
    expect([...(await decodeImage(colour, "colour.png")).data]).toEqual([10, 40, 20, 50, 30, 60]);
    const grey = await sharp(Uint8Array.of(90, 0, 91, 255), { raw: { width: 2, height: 1, channels: 2 } })
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect([...(await decodeImage(grey, "grey.png")).data]).toEqual([90, 91, 90, 91, 90, 91]);
  });

  it("keeps the high byte of 16-bit colour", async () => {
    const deep = await sharp(Uint16Array.of(0x80ff, 0x0100, 0xffff, 0x00ff, 0x1234, 0xfe80), {
      raw: { width: 2, height: 1, channels: 3 },
    })
      .toColourspace("rgb16")
      .png()
      .toBuffer();
    expect((await sharp(deep).metadata()).depth).toBe("ushort");
    expect([...(await decodeImage(deep, "deep.png")).data]).toEqual([0x80, 0x00, 0x01, 0x12, 0xff, 0xfe]);
  });

  it("keeps the high byte of 16-bit grey", async () => {
    const deep = await sharp(Uint16Array.of(0x80ff, 0x0100), { raw: { width: 2, height: 1, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toBuffer();
    const { depth, channels } = await sharp(deep).metadata();
    expect([depth, channels]).toEqual(["ushort", 1]);
    expect([...(await decodeImage(deep, "deep.png")).data]).toEqual([0x80, 0x01, 0x80, 0x01, 0x80, 0x01]);
  });

  it("looks palettes up", async () => {
    const values = Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255);
    const palette = await sharp(values, { raw: { width: 2, height: 2, channels: 3 } })
      .png({ palette: true })
      .toBuffer();
    const { data } = await decodeImage(palette, "palette.png");
    expect([...data]).toEqual([255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255]);
  });

  it("reads JPEG without applying the EXIF orientation", async () => {
    const jpeg = await sharp({
      create: { width: 20, height: 10, channels: 3, background: { r: 200, g: 30, b: 30 } },
    })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer();
    const { width, height, data } = await decodeImage(jpeg, "turned.jpg");
    expect([width, height]).toEqual([20, 10]);
    expect(Math.abs(data[0] - 200)).toBeLessThanOrEqual(3); // JPEG is lossy
    expect(Math.abs(data[200] - 30)).toBeLessThanOrEqual(3);
  });

  it("ignores colour profiles", async () => {
    const source = Uint8Array.of(200, 30, 60);
    const tagged = await sharp(source, { raw: { width: 1, height: 1, channels: 3 } })
      .withIccProfile("p3")
      .png()
      .toBuffer();
    const stored = await sharp(tagged, { ignoreIcc: true }).raw().toBuffer();
    expect((await sharp(tagged).metadata()).hasProfile).toBe(true);
    expect([...(await decodeImage(tagged, "p3.png")).data]).toEqual([...stored]);
  });

  it("reads WebP and the first frame of a GIF", async () => {
    const red = await sharp({ create: { width: 4, height: 3, channels: 3, background: "#f00" } })
      .webp({ lossless: true })
      .toBuffer();
    expect((await decodeImage(red, "red.webp")).data[0]).toBe(255);
    const frames = Uint8Array.from({ length: 2 * 3 * 16 }, (_, at) => (at < 48 ? 255 : 0));
    const gif = await sharp(frames, { raw: { width: 4, height: 8, channels: 3, pageHeight: 4 } })
      .gif()
      .toBuffer();
    const first = await decodeImage(gif, "two.gif");
    expect([first.width, first.height, first.data[0]]).toEqual([4, 4, 255]);
  });
});

describe("decodeImage refuses", () => {
  it("an empty file", async () => {
    expect((await failure(new Uint8Array(0), "cat/0.png")).message).toBe(
      '"cat/0.png" is empty; expected an image (PNG, JPEG, WebP, GIF, BMP, TIFF, PNM, AVIF).',
    );
  });

  it("what is no image, and formats it does not know, SVG among them", async () => {
    for (const text of [
      "hello, this is no image",
      '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      "P9 1 1 255 x",
    ]) {
      expect((await failure(Buffer.from(text), "note.png")).message).toBe(
        '"note.png" is not an image of a known format; expected one of: PNG, JPEG, WebP, GIF, BMP, TIFF, PNM, AVIF.',
      );
    }
  });

  it("a PNG cut off anywhere", async () => {
    const whole = await noisePng();
    for (const share of [0.01, 0.3, 0.6, 0.95]) {
      const cut = whole.subarray(0, Math.floor(share * whole.length));
      expect((await failure(cut, "dog/7.png")).message).toMatch(
        /^"dog\/7\.png" begins like a PNG file but cannot be decoded: it is cut off\. Expected a whole, undamaged image\.$/,
      );
    }
  });

  it("a JPEG cut off", async () => {
    const whole = await sharp(await noisePng())
      .jpeg()
      .toBuffer();
    expect((await failure(whole.subarray(0, whole.length / 2), "a.jpg")).message).toContain(
      "begins like a JPEG file",
    );
  });

  it("a PNG with damaged pixels", async () => {
    const damaged = Uint8Array.from(await noisePng());
    damaged.fill(0x55, 5000, 5100);
    expect((await failure(damaged, "x.png")).message).toBe(
      '"x.png" begins like a PNG file but cannot be decoded: its data are damaged, or of a kind that is not read. Expected a whole, undamaged image.',
    );
  });

  it("several pictures at once in the words that each has alone", async () => {
    const png = await noisePng();
    const jpeg = await sharp(png).jpeg().toBuffer();
    const damaged = Uint8Array.from(png).fill(0x55, 5000, 5100);
    const bad = Array.from(
      { length: 40 },
      (_, i) => [damaged, jpeg.subarray(0, -2 - i), png.subarray(0, -200)][i % 3],
    );
    const alone: string[] = [];
    for (const bytes of bad) alone.push((await failure(bytes, "x")).message);
    expect(await Promise.all(bad.map(async (bytes) => (await failure(bytes, "x")).message))).toEqual(alone);
  });

  it("a picture with too many pixels, before decoding it", async () => {
    const png = await noisePng();
    expect((await failure(png, "big.png", { maxPixels: 4095 })).message).toBe(
      '"big.png" is 64x64, 4096 pixels; at most 4095 are accepted. Scale it down first.',
    );
    expect((await decodeImage(png, "big.png", { maxPixels: 4096 })).width).toBe(64);
    const claimsHuge = Uint8Array.from(png);
    new DataView(claimsHuge.buffer).setUint32(16, 100_000);
    new DataView(claimsHuge.buffer).setUint32(20, 100_000);
    await failure(claimsHuge, "bomb.png");
  });
});
