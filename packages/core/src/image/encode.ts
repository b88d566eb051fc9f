import sharp from "sharp";
import type { Image } from "./image.js";
import { type PixelImage, roundToPixels } from "./pixelImage.js";

/**
 * PNG bytes of an image, 8-bit RGB without alpha. Float values are rounded (255 * x, ties to even), 8-bit ones kept:
 * decoding gives the same pixels back.
 */
export async function encodePng(image: Image | PixelImage): Promise<Uint8Array> {
  const { width, height, data } = isPixelImage(image) ? image : roundToPixels(image);
  const area = width * height;
  const interleaved = new Uint8Array(3 * area);
  for (let c = 0; c < 3; c++) {
    for (let p = 0; p < area; p++) interleaved[3 * p + c] = data[c * area + p];
  }
  return sharp(interleaved, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

function isPixelImage(image: Image | PixelImage): image is PixelImage {
  return image.data instanceof Uint8Array;
}
