import { createImage, type Image } from "../image/image.js";
import type { ImagePool } from "../image/imagePool.js";
import type { ChainStep } from "./chain.js";

/** A chain of augmentations of one image, and keys of what its beginnings make. */
export interface KeyedChain {
  readonly chain: readonly ChainStep[];
  /** (steps + 1) the image alone, then after each step; equal keys mean equal images. */
  readonly beginnings: readonly string[];
}

/**
 * Applies several chains, what they begin with in common only once: the rows of a base sample differ in one factor, and
 * what comes before it in the order is the same. The result is that of `applyChain`, bit for bit. Holds the images that
 * a chain to come may begin with, and gives every other one back to the pool it came from.
 */
export class SharedChains {
  /** How many of the chains to come have this beginning. */
  private readonly uses = new Map<string, number>();
  private readonly rendered = new Map<string, Image>();

  /** @param chains those to come, in any order */
  constructor(
    chains: readonly KeyedChain[],
    private readonly pool: ImagePool | null = null,
  ) {
    for (const { beginnings } of chains) {
      for (const key of beginnings) this.uses.set(key, (this.uses.get(key) ?? 0) + 1);
    }
  }

  /**
   * @param image what the first of the beginnings names; never changed, handed on as it is by a chain without effect
   * @param use given the augmented image, which is that only until `use` returns
   */
  apply<T>(image: Image, { chain, beginnings }: KeyedChain, use: (augmented: Image) => T): T {
    let done = chain.length;
    while (done > 0 && !this.rendered.has(beginnings[done])) done--;
    let current = this.rendered.get(beginnings[done]) ?? image;
    this.countUse(beginnings, [image, current]);
    for (; done < chain.length; done++) {
      const { augmentation, parameters } = chain[done];
      const before = current;
      const made: Image[] = [];
      current = augmentation.apply(before, parameters, (width, height) => {
        const blank = this.make(width, height);
        made.push(blank);
        return blank;
      });
      const key = beginnings[done + 1];
      if (this.usesOf(key) > 0) this.rendered.set(key, current);
      for (const other of [before, ...made]) this.giveBack(other, [image, current]);
    }
    try {
      return use(current);
    } finally {
      this.giveBack(current, [image]);
    }
  }

  /** Counts one use of each of the beginnings and lets go of those that no chain to come has. */
  private countUse(beginnings: readonly string[], inUse: readonly Image[]): void {
    for (const key of beginnings) {
      this.uses.set(key, this.usesOf(key) - 1);
      const image = this.rendered.get(key);
      if (!image || this.usesOf(key) > 0) continue;
      this.rendered.delete(key);
      this.giveBack(image, inUse);
    }
  }

  private usesOf(key: string): number {
    return this.uses.get(key) ?? 0;
  }

  private make(width: number, height: number): Image {
    return this.pool ? this.pool.make(width, height) : createImage(width, height);
  }

  /** Gives the image back unless one that is in use, or held for a chain to come, has the same memory. */
  private giveBack(image: Image, inUse: readonly Image[]): void {
    const isSame = (other: Image) => other.data === image.data;
    if (inUse.some(isSame) || [...this.rendered.values()].some(isSame)) return;
    this.pool?.giveBack(image);
  }
}
