import fc from "fast-check";
import { expect, it } from "vitest";
import { createImage, type Image } from "../image/image.js";
import { type Augmentation, defineAugmentation } from "./augmentation.js";
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

it("gives every chain the image that it gives alone", () => {
  const step = fc.oneof(
    fc.constant({ key: "grayscaling", parameters: [] as number[] }),
    fc.constant({ key: "hflip", parameters: [] as number[] }),
    fc.integer({ min: 1, max: 2 }).map((dx) => ({ key: "rolling", parameters: [0, dx] })),
    fc.constantFrom(0.5, 1.5).map((factor) => ({ key: "brightness", parameters: [factor] })),
  );
  const chains = fc.array(fc.tuple(fc.boolean(), fc.array(step, { maxLength: 4 })), { maxLength: 8 });
  fc.assert(
    fc.property(chains, (list) => {
      const all = list.map(([isOther, steps]) => {
        const chain = steps.map(({ key, parameters }) => ({
          augmentation: augmentationByKey(key),
          parameters,
        }));
        return { from: isOther ? other : image, keyed: keyed(isOther ? "other" : "image", chain) };
      });
      const shared = new SharedChains(all.map((one) => one.keyed));
      for (const { from, keyed: one } of all) {
        expect(shared.apply(from, one).data).toEqual(applyChain(from, one.chain).data);
      }
    }),
  );
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
  for (const chain of chains) shared.apply(image, chain);
  expect(renders).toBe(2);
  expect(shared.apply(image, chains[3])).toBe(image);
});
