import type { ChainStep } from "../augmentation/chain.js";
import { augmentationByKey } from "../augmentation/registry.js";
import { cropSize } from "../image/framing.js";
import { counterDouble } from "../random/counterRandom.js";
import { chainEvaluation, RowDecoder } from "../run/decodeRow.js";
import type { TestInput, TestSpec } from "./testSpec.js";

/** Streams of the parameters of one augmentation, and of the rows of the run's own distribution. */
const ALONE_STREAM = 0x5453414c;
const TOGETHER_STREAM = 0x54535447;

/** What is done to an image: which steps depends on the image's position in its set and on the draw alone. */
export type ChainOf = (position: number, draw: number) => readonly ChainStep[];

/** How the inputs of one kind are made from images. */
export function chainsOf({ run, seed }: TestSpec, input: TestInput): ChainOf {
  const size = cropSize(run.preprocessing);
  switch (input.kind) {
    case "PLAIN":
      return () => [];
    case "ALONE": {
      const augmentation = augmentationByKey(input.key);
      const parameters = augmentation.parameters(size);
      return (position, draw) => {
        const drawn = parameters.map(({ min, max }, i) => {
          const u = counterDouble(seed, ALONE_STREAM, position, draw * parameters.length + i);
          return min + u * (max - min);
        });
        return chainEvaluation(position, [{ augmentation, parameters: drawn }], size).chain;
      };
    }
    case "TOGETHER": {
      // A row of the run says how an image is changed; which image it would take does not matter here.
      const decoder = new RowDecoder(run, []);
      const { columns } = decoder.space;
      return (position, draw) => {
        const row = Float64Array.from({ length: columns }, (_, i) =>
          counterDouble(seed, TOGETHER_STREAM, position, draw * columns + i),
        );
        return decoder.decode(row, 0).chain;
      };
    }
  }
}
