import { applyChain } from "../augmentation/chain.js";
import { NonFiniteActivationError } from "../errors.js";
import type { MaskedNetwork } from "../inference/maskedNetwork.js";
import type { MaskValues } from "../inference/maskFeeds.js";
import { topClasses } from "../masking/predictions.js";
import { unitCount } from "../run/checkpointUnits.js";
import { type InputWriter, inputLength, inputWriter } from "../run/inputWriter.js";
import type { ImageEntry } from "../run/ports.js";
import type { PreparedImages } from "../run/preparedImages.js";
import { type CompactMasks, expandMask } from "./compactMasks.js";
import { keptClasses } from "./keptPredictions.js";
import { type ChainOf, chainsOf } from "./testInputs.js";
import type { TestSpec } from "./testSpec.js";
import type { TestTask } from "./testTasks.js";

/** Largest number of images in one call of the runtime; bounds the memory that its activations take. */
const MAX_BATCH = 16;

/**
 * Evaluates tasks of a test: images to augmented inputs to the most probable classes under every variant. Holds
 * everything that one worker thread needs; knows nothing of threads.
 */
export class TestEvaluator {
  private readonly chains: readonly ChainOf[];
  private readonly write: InputWriter;
  private readonly multipliers: Float32Array;
  /** Views of `multipliers` by value name. */
  private readonly maskValues: MaskValues;

  constructor(
    private readonly spec: TestSpec,
    private readonly masks: CompactMasks,
    private readonly entries: readonly ImageEntry[],
    private readonly images: PreparedImages,
    private readonly network: MaskedNetwork,
  ) {
    this.chains = spec.inputs.map((input) => chainsOf(spec, input));
    this.write = inputWriter(spec.run);
    this.multipliers = new Float32Array(masks.unitCount);
    let start = 0;
    this.maskValues = new Map(
      spec.masked.map((checkpoint) => {
        const own = this.multipliers.subarray(start, start + unitCount(checkpoint));
        start += own.length;
        return [checkpoint.tensor, own];
      }),
    );
  }

  /**
   * @param onVariant told after every variant of every batch which one it was and how many inputs the batch had
   * @returns class numbers (variants, images, draws, rank)
   */
  async evaluate(task: TestTask, onVariant: (variant: number, inputs: number) => void): Promise<Uint16Array> {
    const { spec, masks } = this;
    const { draws } = spec.inputs[task.input];
    const rows = (task.endImage - task.firstImage) * draws;
    const kept = keptClasses(spec);
    const most = spec.oneAtATime === undefined ? MAX_BATCH : 1;
    const ids = new Uint16Array(masks.masks.length * rows * kept);
    for (let first = 0; first < rows; first += most) {
      const count = Math.min(most, rows - first);
      const batch = await this.inputs(task, first, count);
      let variant = 0;
      for await (const logits of this.network.predict(batch, count, this.variants())) {
        ids.set(this.answers(logits, task, variant), (variant * rows + first) * kept);
        onVariant(variant++, count);
      }
    }
    return ids;
  }

  /** Rows of a task are its images in order, each with its draws. */
  private async inputs(task: TestTask, first: number, count: number): Promise<Float32Array> {
    const { spec, images } = this;
    const { draws } = spec.inputs[task.input];
    const length = inputLength(spec.run);
    const batch = new Float32Array(count * length);
    for (let i = 0; i < count; i++) {
      const image = spec.images[task.firstImage + Math.floor((first + i) / draws)];
      const chain = this.chains[task.input](image, (first + i) % draws);
      this.write(applyChain(await images.get(image), chain), batch, i * length);
    }
    return batch;
  }

  private *variants(): Generator<MaskValues> {
    for (let variant = 0; variant < this.masks.masks.length; variant++) {
      expandMask(this.masks, variant, this.multipliers);
      yield this.maskValues;
    }
  }

  private answers(logits: Float32Array, task: TestTask, variant: number): Uint16Array {
    const { spec, entries } = this;
    const classes = spec.classNames.length;
    try {
      return topClasses(logits, classes, keptClasses(spec));
    } catch (error) {
      if (!(error instanceof NonFiniteActivationError)) throw error;
      const { name } = entries[spec.images[task.firstImage]];
      const { key } = spec.inputs[task.input];
      throw new NonFiniteActivationError(
        `The network answers NaN to ${key} images from ${name} on${variant === 0 ? "" : ` under mask number ${variant}`}. Look for overflow: a smaller alpha, or NaN in the network's weights.`,
      );
    }
  }
}
