import fc from "fast-check";
import { expect, it } from "vitest";
import { createImage, type Image } from "../image/image.js";
import { ImagePool } from "../image/imagePool.js";
import { type Augmentation, type AugmentationDefinition, defineAugmentation } from "./augmentation.js";
import { applyChain, type ChainStep } from "./chain.js";
import { augmentationByKey } from "./registry.js";
import { type KeyedChain, SharedChains } from "./sharedChains.js";

const image = createImage(
  6,
  5,
  Float32Array.from({ length: 90 }, (_, at) => ((at * 37) % 90) / 90),
);
const other = createImage(6, 5, image.data.slice().reverse());

function keyed(name: string, chain: readonly ChainStep[]): KeyedChain {
  const beginnings = [name];
  for (const { augmentation, parameters } of chain) {
    beginnings.push(`${beginnings[beginnings.length - 1]} ${augmentation.key} ${parameters.join(" ")}`);
  }
  return { chain, beginnings };
}

const steps = fc.oneof(
  fc.constantFrom("grayscaling", "hflip", "sharpness").map((key) => ({ key, parameters: [] as number[] })),
  fc.integer({ min: 1, max: 2 }).map((dx) => ({ key: "rolling", parameters: [0, dx] })),
  fc.constantFrom(0.5, 1.5).map((factor) => ({ key: "brightness", parameters: [factor] })),
  fc.constantFrom(-7, 7).map((angleDeg) => ({ key: "rotation", parameters: [angleDeg] })),
);

/** Chains of two images, in an order in which beginnings come back later or do not. */
const lists = fc
  .array(fc.tuple(fc.boolean(), fc.array(steps, { maxLength: 4 })), { maxLength: 8 })
  .map((list) =>
    list.map(([isOther, steps]) => {
      const chain = steps.map(({ key, parameters }) => ({
        augmentation: augmentationByKey(key),
        parameters,
      }));
      return { from: isOther ? other : image, keyed: keyed(isOther ? "other" : "image", chain) };
    }),
  );

const POOLED = 4;

it.each([
  ["without a pool", null],
  ["with a pool, now and then too small", new ImagePool(image, POOLED)],
])("gives every chain the image that it gives alone, %s", (_, pool) => {
  const [before, otherBefore] = [image.data.slice(), other.data.slice()];
  fc.assert(
    fc.property(lists, (list) => {
      const shared = new SharedChains(
        list.map((one) => one.keyed),
        pool,
      );
      for (const { from, keyed: one } of list) {
        const expected = applyChain(from, one.chain).data;
        shared.apply(from, one, ({ data }) => expect(data).toEqual(expected));
      }
    }),
  );
  expect([image.data, other.data]).toEqual([before, otherBefore]);
});

it("gives all images back to the pool, whatever the augmentations return", () => {
  const pool = new ImagePool(image, POOLED);
  const odd = (key: string, render: AugmentationDefinition["render"]): ChainStep => ({
    augmentation: defineAugmentation({
      key,
      description: "Test.",
      parameters: () => [],
      effective: () => [],
      render,
    }),
    parameters: [],
  });
  const chains = [
    odd("same", (given) => given),
    odd("alias", ({ width, height, data }) => createImage(width, height, data)),
    odd("other", ({ width, height }, _, make) => {
      make(width, height);
      return make(width, height);
    }),
  ];
  const copy = odd("copy", ({ width, height, data }, _, make) => {
    const copied = make(width, height);
    copied.data.set(data);
    return copied;
  });
  const all = chains.flatMap((step) =>
    [[copy, step], [copy, step, copy], [copy]].map((chain) => keyed("image", chain)),
  );
  const shared = new SharedChains(all, pool);
  for (const chain of all) {
    shared.apply(image, chain, ({ data }) => {
      if (!chain.chain.some(({ augmentation }) => augmentation.key === "other")) {
        expect(data).toEqual(image.data);
      }
    });
  }
  const images = Array.from({ length: POOLED + 1 }, () => pool.make(image.width, image.height).data);
  expect(new Set(images).size).toBe(POOLED + 1);
  expect(images.filter(({ buffer }) => buffer === images[0].buffer).length).toBe(POOLED);
});

it("renders a common beginning once", () => {
  let renders = 0;
  const counted: Augmentation = defineAugmentation({
    key: "counted",
    description: "Halves all values.",
    parameters: () => [],
    effective: () => [],
    render: ({ width, height, data }: Image) => {
      renders++;
      return createImage(
        width,
        height,
        data.map((x) => x / 2),
      );
    },
  });
  const once = { augmentation: counted, parameters: [] };
  const chains = [[once], [once, once], [once, once], []].map((chain) => keyed("image", chain));
  const shared = new SharedChains(chains);
  for (const chain of chains) shared.apply(image, chain, () => undefined);
  expect(renders).toBe(2);
  expect(shared.apply(image, chains[3], (augmented) => augmented)).toBe(image);
});
