import { LRUCache } from "lru-cache";
import { decodeImage } from "../image/decode.js";
import { cropSize } from "../image/framing.js";
import { type Image, type ImageMaker, toFloatImage } from "../image/image.js";
import { prepareImage } from "../image/prepare.js";
import type { PreprocessingSpec } from "../preprocessing/preprocessingSpec.js";
import type { ImageEntry } from "./ports.js";

/**
 * Decoded, resized and cropped images, kept as bytes (a quarter of the floats) up to a limit. An image is decoded
 * again when it has been pushed out, so the limit changes the speed and never a number.
 */
export class PreparedImages {
  private readonly cache: LRUCache<number, Uint8Array>;
  private readonly pending = new Map<number, Promise<Uint8Array>>();

  constructor(
    private readonly entries: readonly ImageEntry[],
    private readonly preprocessing: PreprocessingSpec,
    private readonly read: (index: number) => Promise<Uint8Array>,
    cacheBytes: number,
  ) {
    this.cache = new LRUCache({ maxSize: cacheBytes, sizeCalculation: (pixels) => pixels.byteLength });
  }

  /**
   * The image before augmentation: RGB in [0, 1], as large as the crop.
   *
   * @param make where it is to lie; in memory of its own when left out
   */
  async get(index: number, make?: ImageMaker): Promise<Image> {
    const { width, height } = cropSize(this.preprocessing);
    return toFloatImage(await this.pixels(index), width, height, make);
  }

  private pixels(index: number): Promise<Uint8Array> {
    const cached = this.cache.get(index);
    if (cached) return Promise.resolve(cached);
    let pending = this.pending.get(index);
    if (!pending) {
      pending = this.prepare(index).finally(() => this.pending.delete(index));
      this.pending.set(index, pending);
    }
    return pending;
  }

  private async prepare(index: number): Promise<Uint8Array> {
    const { name } = this.entries[index];
    const pixels = prepareImage(await decodeImage(await this.read(index), name), this.preprocessing);
    this.cache.set(index, pixels);
    return pixels;
  }
}
