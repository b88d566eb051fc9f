import { SharedChains } from "../augmentation/sharedChains.js";
import { NonFiniteActivationError } from "../errors.js";
import { cropSize } from "../image/framing.js";
import type { Image } from "../image/image.js";
import { ImagePool } from "../image/imagePool.js";
import { freeArrays } from "../inference/freeArrays.js";
import type { InstrumentedSession } from "../inference/instrumentedSession.js";
import { batchLimit, evenBatches } from "./batchLimit.js";
import { unitCount, unitPosition } from "./checkpointUnits.js";
import type { Evaluation } from "./decodeRow.js";
import type { Evaluated } from "./evaluateInOrder.js";
import { inputLength, inputWriter } from "./inputWriter.js";
import type { MethodPlan } from "./method.js";
import { PILOT_BASE_SAMPLES, PILOT_PARTS } from "./pilot.js";
import type { ImageEntry } from "./ports.js";
import type { PreparedImages } from "./preparedImages.js";
import type { CheckpointMemory } from "./runMemory.js";
import type { RunSpec } from "./runSpec.js";
import type { Stretch } from "./stretches.js";

/** Augmented images that are held at once: the beginnings that rows of a base sample share, seldom more than 2 d of them. */
const POOLED_IMAGES = 32;

/** Where the rows of an evaluated stretch lie. */
export interface StretchRows {
  /** [base sample][evaluation] position of the row in the slot. */
  readonly rows: readonly (readonly number[])[];
  /** Evaluations that needed no inference. */
  readonly reused: number;
}

/** An evaluated stretch whose rows lie in its slot. */
export type EvaluatedStretch = Evaluated<StretchRows, Stretch>;

/** An evaluation and its base sample. */
interface Sampled {
  readonly sample: number;
  readonly evaluation: Evaluation;
}

/**
 * Evaluates stretches of the design: rows to images to activations. Holds everything that one worker thread needs for
 * it; knows nothing of threads.
 */
export class StretchEvaluator {
  private buffer = new Float32Array(0);
  private readonly pool: ImagePool;

  constructor(
    private readonly spec: RunSpec,
    private readonly plan: MethodPlan,
    private readonly entries: readonly ImageEntry[],
    private readonly images: PreparedImages,
    private readonly session: InstrumentedSession,
    private readonly memory: readonly CheckpointMemory[],
  ) {
    this.pool = new ImagePool(cropSize(spec.preprocessing), POOLED_IMAGES);
  }

  /**
   * What one part adds to the mean of the first and last rows (A and B, x and y) of the first base samples, per checkpoint
   * (U): the value that all sums are shifted by, so that they keep their digits when an activation is large and varies
   * little.
   *
   * @param part 0 to `PILOT_PARTS` - 1; the parts are added in this order.
   */
  async pilot(part: number): Promise<Float64Array[]> {
    const sums = this.spec.checkpoints.map((c) => new Float64Array(unitCount(c)));
    const samples = Math.min(PILOT_BASE_SAMPLES, this.plan.baseSamples);
    const end = Math.floor(((part + 1) * samples) / PILOT_PARTS);
    for (let index = Math.floor((part * samples) / PILOT_PARTS); index < end; index++) {
      const evaluations = this.plan.evaluations(index);
      const ends = [evaluations[0], evaluations[evaluations.length - 1]];
      await this.infer(
        ends.map((evaluation) => ({ sample: index, evaluation })),
        (c, _, row) => {
          const sum = sums[c];
          for (let u = 0; u < row.length; u++) sum[u] += row[u];
        },
      );
    }
    for (const sum of sums) for (let u = 0; u < sum.length; u++) sum[u] /= 2 * samples;
    return sums;
  }

  /**
   * Evaluates a stretch into a slot of the shared memory. Rows that lead to the same image are evaluated once.
   *
   * @param report told after every batch how many evaluations are done, and of them how many needed no inference
   */
  async evaluate(
    { first, end }: Stretch,
    slot: number,
    report: (done: number, reused: number) => void,
  ): Promise<StretchRows> {
    const { plan, memory } = this;
    const positions = new Map<string, number>();
    const distinct: Sampled[] = [];
    const rows: number[][] = [];
    for (let sample = first; sample < end; sample++) {
      const evaluations = plan.evaluations(sample);
      for (const evaluation of evaluations) {
        if (positions.has(evaluation.key)) continue;
        positions.set(evaluation.key, distinct.length);
        distinct.push({ sample, evaluation });
      }
      rows.push(evaluations.map(({ key }) => positions.get(key) as number));
    }
    await this.infer(
      distinct,
      (c, position, values) => {
        const row = memory[c].slots[slot][position];
        row.set(values);
        this.refuseNonFinite(row, c, distinct[position]);
      },
      (done) => report(done, 0),
    );
    const reused = (end - first) * plan.evaluationsPerBaseSample - distinct.length;
    if (reused > 0) report(reused, reused);
    return { rows, reused };
  }

  /**
   * Activations of images, batch by batch.
   *
   * @param take handed each row: checkpoint, position of the sampled, (U) activations, which are gone afterwards
   */
  private async infer(
    sampled: readonly Sampled[],
    take: (c: number, position: number, row: Float32Array) => void,
    onBatch: (done: number) => void = () => undefined,
  ): Promise<void> {
    const { spec } = this;
    const evaluations = sampled.map(({ evaluation }) => evaluation);
    const images = await this.loadImages(evaluations);
    const length = inputLength(spec);
    const writeInput = inputWriter(spec);
    const chains = new SharedChains(evaluations, this.pool);
    for (const { start, end } of evenBatches(evaluations.length, batchLimit(spec))) {
      const batch = this.batchOf((end - start) * length);
      for (let i = start; i < end; i++) {
        chains.apply(images.get(evaluations[i].imageIndex) as Image, evaluations[i], (augmented) =>
          writeInput(augmented, batch, (i - start) * length),
        );
      }
      const outputs = await this.session.run(batch, end - start);
      for (const [c, checkpoint] of spec.checkpoints.entries()) {
        const units = unitCount(checkpoint);
        const values = outputs.get(checkpoint.tensor) as Float32Array;
        for (let i = start; i < end; i++) {
          take(c, i, values.subarray((i - start) * units, (i - start + 1) * units));
        }
      }
      freeArrays(outputs.values());
      onBatch(end - start);
    }
    for (const image of images.values()) this.pool.giveBack(image);
  }

  /** (length) the head of one buffer for all batches, whatever an earlier batch left in it. */
  private batchOf(length: number): Float32Array {
    if (this.buffer.length < length) this.buffer = new Float32Array(length);
    return this.buffer.subarray(0, length);
  }

  private async loadImages(evaluations: readonly Evaluation[]): Promise<Map<number, Image>> {
    const wanted = [...new Set(evaluations.map((e) => e.imageIndex))];
    const loaded = await Promise.all(wanted.map((i) => this.images.get(i, this.pool.make)));
    return new Map(wanted.map((index, i) => [index, loaded[i]]));
  }

  private refuseNonFinite(row: Float32Array, c: number, { sample, evaluation }: Sampled): void {
    const { program } = this.memory[c].memory;
    const whole = row.length - (row.length % 4);
    const areFinite = program.areFinite(row.byteOffset, whole) === 1;
    if (areFinite && row.subarray(whole).every(Number.isFinite)) return;
    const checkpoint = this.spec.checkpoints[c];
    const unit = row.findIndex((value) => !Number.isFinite(value));
    const { channel, y, x } = unitPosition(unit, checkpoint);
    const steps = evaluation.chain.map((s) => s.augmentation.key).join(", ") || "no augmentation";
    throw new NonFiniteActivationError(
      `The activation of ${checkpoint.name}, channel ${channel}, y ${y}, x ${x} is ${row[unit]} in base sample ${sample} (image ${this.entries[evaluation.imageIndex].name}; ${steps}). Look for NaN or overflow in the network's weights.`,
    );
  }
}
