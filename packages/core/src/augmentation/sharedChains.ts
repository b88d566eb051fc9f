import type { Image } from "../image/image.js";
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
 * a chain to come may begin with.
 */
export class SharedChains {
  private readonly uses = new Map<string, number>();
  private readonly rendered = new Map<string, Image>();

  constructor(chains: readonly KeyedChain[]) {
    for (const { beginnings } of chains) {
      for (const key of beginnings) this.uses.set(key, (this.uses.get(key) ?? 0) + 1);
    }
  }

  /** @param image what the first of the beginnings names; never changed, returned as it is by a chain without effect. */
  apply(image: Image, { chain, beginnings }: KeyedChain): Image {
    let done = chain.length;
    while (done > 0 && !this.rendered.has(beginnings[done])) done--;
    let current = this.rendered.get(beginnings[done]) ?? image;
    for (; done < chain.length; done++) {
      const { augmentation, parameters } = chain[done];
      current = augmentation.apply(current, parameters);
      const key = beginnings[done + 1];
      if ((this.uses.get(key) ?? 0) > 1) this.rendered.set(key, current);
    }
    return current;
  }
}
