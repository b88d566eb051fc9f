import type { Augmentation } from "../augmentation/augmentation.js";
import type { ChainStep } from "../augmentation/chain.js";
import { augmentationByKey } from "../augmentation/registry.js";
import type { ImageSize } from "../factor.js";
import { cropSize } from "../image/framing.js";
import { counterDouble } from "../random/counterRandom.js";
import { permutationFromUnit } from "../random/permutation.js";
import { type InputSpace, inputSpace } from "./inputSpace.js";
import type { ImageEntry } from "./ports.js";
import type { RunSpec } from "./runSpec.js";

/** What one row of the design asks for: an image and the augmentations that act on it, in order. */
export interface Evaluation {
  /** Position in the image source. */
  readonly imageIndex: number;
  /** Only steps that change something. */
  readonly chain: readonly ChainStep[];
  /** Equal keys mean equal network inputs: same image, same effective augmentations in the same order. */
  readonly key: string;
  /** (steps + 1) keys of the image alone and after each step of the chain; the last is `key`. */
  readonly beginnings: readonly string[];
}

/** The evaluation of an image under a chain of augmentations, without the steps that change nothing. */
export function chainEvaluation(
  imageIndex: number,
  steps: readonly ChainStep[],
  size: ImageSize,
): Evaluation {
  const chain: ChainStep[] = [];
  const beginnings = [String(imageIndex)];
  let key = beginnings[0];
  for (const step of steps) {
    const effective = step.augmentation.effective(step.parameters, size);
    if (effective === null) continue;
    chain.push(step);
    key = [key, step.augmentation.key, ...effective].join(" ");
    beginnings.push(key);
  }
  return { imageIndex, chain, key, beginnings };
}

/** Stream of the counter-based generator from which REDRAW takes its images. */
const REDRAW_STREAM = 0x1a6e;

/**
 * Turns rows of the design into evaluations. The image is a pure function of the row (estimators: the image is a
 * factor's value, not noise): partition, then class, then floor(u * n) among the images of both.
 */
export class RowDecoder {
  readonly space: InputSpace;
  private readonly size: ImageSize;
  private readonly augmentations: readonly Augmentation[];
  /** `pools[partition][class]`: image positions; a single entry on an axis that is no factor. */
  private readonly pools: readonly (readonly (readonly number[])[])[];

  constructor(
    private readonly spec: RunSpec,
    entries: readonly ImageEntry[],
  ) {
    this.space = inputSpace(spec);
    this.size = cropSize(spec.preprocessing);
    this.augmentations = spec.factors.map(augmentationByKey);
    const pools = Array.from({ length: spec.partition ? spec.imageCounts.length : 1 }, () =>
      Array.from({ length: spec.class ? spec.imageCounts[0].length : 1 }, (): number[] => []),
    );
    for (const [index, entry] of entries.entries()) {
      pools[spec.partition ? entry.partition : 0][spec.class ? entry.classIndex : 0].push(index);
    }
    this.pools = pools;
  }

  /**
   * @param row `space.columns` values in [0, 1)
   * @param rowNumber position of the row in the whole design; used by REDRAW only
   */
  decode(row: Float64Array, rowNumber: number): Evaluation {
    const imageIndex = this.chooseImage(row, rowNumber);
    const steps: ChainStep[] = [];
    for (const position of this.order(row)) {
      const { factor, first, switchColumn } = this.space.augmentations[position];
      if (switchColumn >= 0 && row[switchColumn] >= 0.5) continue;
      const own = switchColumn >= 0 ? factor.parameters.slice(1) : factor.parameters;
      const parameters = own.map(({ min, max }, i) => min + row[first + i] * (max - min));
      steps.push({ augmentation: this.augmentations[position], parameters });
    }
    return chainEvaluation(imageIndex, steps, this.size);
  }

  private order(row: Float64Array): readonly number[] {
    const n = this.augmentations.length;
    if (this.space.permutationColumn < 0) return Array.from({ length: n }, (_, i) => i);
    return permutationFromUnit(row[this.space.permutationColumn], n);
  }

  private chooseImage(row: Float64Array, rowNumber: number): number {
    const { partitionColumn, classColumn, imageColumn } = this.space;
    const perClass = pick(this.pools, partitionColumn < 0 ? 0 : row[partitionColumn]);
    const pool = pick(perClass, classColumn < 0 ? 0 : row[classColumn]);
    const u = imageColumn < 0 ? counterDouble(this.spec.seed, REDRAW_STREAM, rowNumber) : row[imageColumn];
    return pick(pool, u);
  }
}

function pick<T>(items: readonly T[], u: number): T {
  return items[Math.floor(u * items.length)];
}
