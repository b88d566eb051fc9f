import { SharedChains } from "../augmentation/sharedChains.js";
import { NonFiniteActivationError } from "../errors.js";
import type { Image } from "../image/image.js";
import type { InstrumentedSession } from "../inference/instrumentedSession.js";
import { batchLimit } from "./batchLimit.js";
import { PILOT_PARTS } from "./blockTasks.js";
import { unitCount, unitPosition } from "./checkpointUnits.js";
import type { Evaluation } from "./decodeRow.js";
import { inputWriter } from "./inputWriter.js";
import type { MethodPlan } from "./method.js";
import type { ImageEntry } from "./ports.js";
import type { PreparedImages } from "./preparedImages.js";
import type { CheckpointSpec, RunSpec } from "./runSpec.js";

/** Base samples whose first and last evaluations make the pilot. */
export const PILOT_BASE_SAMPLES = 8;
/** Base samples added to the sums in one pass: sums are larger than any cache, and passes over them are what adding costs. */
const SAMPLES_A_PASS = 4;
/** Activations held for a pass, unless those of a single base sample take more. */
const MOST_HELD_BYTES = 96 * 2 ** 20;

/**
 * Evaluates blocks of the design: rows to images to activations to block sums. Holds everything that one worker
 * thread needs; knows nothing of threads.
 */
export class BlockEvaluator {
  private buffer = new Float32Array(0);

  constructor(
    private readonly spec: RunSpec,
    private readonly plan: MethodPlan,
    private readonly entries: readonly ImageEntry[],
    private readonly images: PreparedImages,
    private readonly session: InstrumentedSession,
  ) {}

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
      const activations = await this.evaluate(index, ends);
      for (const [c, rows] of activations.entries()) {
        const sum = sums[c];
        for (const row of rows) for (let u = 0; u < row.length; u++) sum[u] += row[u];
      }
    }
    for (const sum of sums) for (let u = 0; u < sum.length; u++) sum[u] /= 2 * samples;
    return sums;
  }

  /**
   * The sums of one block, per checkpoint.
   *
   * @param report told after every batch how many rows are done, and of them how many needed no inference
   * @param buffers what this returned for an earlier block, to be used again
   */
  async block(
    block: number,
    pilots: readonly Float64Array[],
    report: (rows: number, reused: number) => void,
    buffers: readonly Float64Array[] = [],
  ): Promise<Float64Array[]> {
    const { spec, plan } = this;
    const sums = spec.checkpoints.map((c, i) => plan.block(c, pilots[i], buffers[i]));
    const first = block * plan.blockSize;
    const end = Math.min(first + plan.blockSize, plan.baseSamples);
    /** By checkpoint, base sample, evaluation. */
    let held = sums.map((): Float32Array[][] => []);
    let heldFrom = first;
    let heldBytes = 0;
    for (let index = first; index < end; index++) {
      const evaluations = plan.evaluations(index);
      const distinct = new Map(evaluations.map((e) => [e.key, e]));
      const activations = await this.evaluate(index, [...distinct.values()], (rows) => report(rows, 0));
      const position = new Map([...distinct.keys()].map((key, i) => [key, i]));
      for (const [c, rows] of activations.entries()) {
        held[c].push(evaluations.map((e) => rows[position.get(e.key) as number]));
        for (const row of rows) heldBytes += row.byteLength;
      }
      const count = index + 1 - heldFrom;
      if (count === SAMPLES_A_PASS || heldBytes > MOST_HELD_BYTES || index === end - 1) {
        for (const [c, samples] of held.entries()) sums[c].pushSamples(samples, heldFrom);
        held = sums.map(() => []);
        heldFrom = index + 1;
        heldBytes = 0;
      }
      const reused = evaluations.length - distinct.size;
      if (reused > 0) report(reused, reused);
    }
    return sums.map((s) => s.data);
  }

  /** Activations by checkpoint, then evaluation: views of U values each. */
  private async evaluate(
    index: number,
    evaluations: readonly Evaluation[],
    onBatch: (rows: number) => void = () => undefined,
  ): Promise<Float32Array[][]> {
    const { spec } = this;
    const images = await this.loadImages(evaluations);
    const byCheckpoint = spec.checkpoints.map((): Float32Array[] => []);
    const inputLength = 3 * spec.preprocessing.crop ** 2;
    const writeInput = inputWriter(spec);
    const most = batchLimit(spec);
    const chains = new SharedChains(evaluations);
    for (let start = 0; start < evaluations.length; start += most) {
      const part = evaluations.slice(start, start + most);
      const batch = this.batchOf(part.length * inputLength);
      for (const [i, evaluation] of part.entries()) {
        const image = chains.apply(images.get(evaluation.imageIndex) as Image, evaluation);
        writeInput(image, batch, i * inputLength);
      }
      const outputs = await this.session.run(batch, part.length);
      for (const [c, checkpoint] of spec.checkpoints.entries()) {
        const units = unitCount(checkpoint);
        const values = outputs.get(checkpoint.tensor) as Float32Array;
        for (const [i, evaluation] of part.entries()) {
          const row = values.subarray(i * units, (i + 1) * units);
          this.refuseNonFinite(row, checkpoint, index, evaluation);
          byCheckpoint[c].push(row);
        }
      }
      onBatch(part.length);
    }
    return byCheckpoint;
  }

  /** (length) the head of one buffer for all batches, whatever an earlier batch left in it. */
  private batchOf(length: number): Float32Array {
    if (this.buffer.length < length) this.buffer = new Float32Array(length);
    return this.buffer.subarray(0, length);
  }

  private async loadImages(evaluations: readonly Evaluation[]): Promise<Map<number, Image>> {
    const wanted = [...new Set(evaluations.map((e) => e.imageIndex))];
    const loaded = await Promise.all(wanted.map((i) => this.images.get(i)));
    return new Map(wanted.map((index, i) => [index, loaded[i]]));
  }

  private refuseNonFinite(
    row: Float32Array,
    checkpoint: CheckpointSpec,
    index: number,
    evaluation: Evaluation,
  ): void {
    // The sum of finite float32 values is finite in float64, so one pass without branches finds any other.
    // Four sums, since each addition waits for the one before it.
    let [first, second, third, fourth] = [0, 0, 0, 0];
    const whole = row.length - (row.length % 4);
    for (let u = 0; u < whole; u += 4) {
      first += row[u];
      second += row[u + 1];
      third += row[u + 2];
      fourth += row[u + 3];
    }
    for (let u = whole; u < row.length; u++) first += row[u];
    if (Number.isFinite(first + second + third + fourth)) return;
    const unit = row.findIndex((value) => !Number.isFinite(value));
    const { channel, y, x } = unitPosition(unit, checkpoint);
    const steps = evaluation.chain.map((s) => s.augmentation.key).join(", ") || "no augmentation";
    throw new NonFiniteActivationError(
      `The activation of ${checkpoint.name}, channel ${channel}, y ${y}, x ${x} is ${row[unit]} in base sample ${index} (image ${this.entries[evaluation.imageIndex].name}; ${steps}). Look for NaN or overflow in the network's weights.`,
    );
  }
}
