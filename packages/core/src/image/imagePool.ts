import type { ImageSize } from "../factor.js";
import { keptArrays } from "../kernels/pixelMemory.js";
import { CHANNELS, createImage, type Image } from "./image.js";

/** Most that a pool takes, whatever the size of its images. */
const MOST_BYTES = 2 ** 26;

/**
 * Images of one size to be used again and again: nothing is allocated, and kernels work on them in place. Their contents
 * are whatever was there before. An image beyond what the pool has, or of another size, is an ordinary one.
 */
export class ImagePool {
  private readonly length: number;
  private readonly pooled: ReadonlySet<Float32Array>;
  /** The latest to come back is the next to go: it is still in the cache. */
  private readonly free: Float32Array[];

  /** @param count images at most; fewer where they would take more than 64 MiB. */
  constructor({ width, height }: ImageSize, count: number) {
    this.length = CHANNELS * width * height;
    this.free = keptArrays(this.length, Math.min(count, Math.floor(MOST_BYTES / (4 * this.length))));
    this.pooled = new Set(this.free);
  }

  readonly make = (width: number, height: number): Image => {
    const data = CHANNELS * width * height === this.length ? this.free.pop() : undefined;
    return createImage(width, height, data);
  };

  /** Whoever calls this is done with the image, which will be another one. Nothing happens to an image of other origin. */
  giveBack({ data }: Image): void {
    if (this.pooled.has(data) && !this.free.includes(data)) this.free.push(data);
  }
}
