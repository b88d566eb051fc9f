import { createHash } from "node:crypto";
import { StateFormatError } from "../errors.js";
import {
  KEPT_CLASSES,
  type Predictions,
  predictionBytes,
  predictionsFromBytes,
  predictionsOf,
} from "../masking/predictions.js";
import { packState, unpackState } from "../run/packedState.js";
import { testDigest } from "./testDigest.js";
import type { TestSpec } from "./testSpec.js";
import { fitsTest, type Variants } from "./variants.js";

const FORMAT = "unitscope-predictions-1";

/** What is known of a test besides its design: which masks it has. */
export interface TestMasks {
  readonly variants: Variants;
  /** Number of variants. */
  readonly count: number;
  /** Of the contents of all masks. */
  readonly digest: string;
}

interface Header {
  readonly format: typeof FORMAT;
  /** Digest of the design. */
  readonly test: string;
  readonly masks: TestMasks;
  /** Tasks whose predictions are there; those of later ones are zeros. */
  readonly tasksDone: number;
  readonly isComplete: boolean;
  /** SHA-256 of the numbers, so that damage is seen. */
  readonly content: string;
}

/**
 * The most probable classes of all inputs of a test under all variants:
 * ids by input, then variant, image, draw, rank. Written task by task; when complete, what a result is computed from.
 */
export class KeptPredictions {
  private readonly ids: Uint16Array;
  private readonly width: number;
  private readonly starts: readonly number[];

  constructor(
    private readonly spec: TestSpec,
    readonly masks: TestMasks,
    ids?: Uint16Array,
  ) {
    this.width = keptClasses(spec);
    this.starts = startsOf(spec, masks.count);
    this.ids = ids ?? new Uint16Array(this.starts[spec.inputs.length]);
  }

  /** Predictions of all images of an input under one variant; views, not copies. */
  of(input: number, variant: number): Predictions {
    const { draws } = this.spec.inputs[input];
    const length = this.spec.images.length * draws * this.width;
    const start = this.starts[input] + variant * length;
    return predictionsOf(this.ids.subarray(start, start + length), this.spec.classNames.length, draws);
  }

  /**
   * Takes the predictions of some consecutive images.
   *
   * @param firstImage place among the test's images
   * @param ids (variants, images, draws, rank)
   */
  write(input: number, firstImage: number, ids: Uint16Array): void {
    const own = ids.length / this.masks.count;
    const length = this.spec.images.length * this.spec.inputs[input].draws * this.width;
    const first = firstImage * this.spec.inputs[input].draws * this.width;
    for (let variant = 0; variant < this.masks.count; variant++) {
      const start = this.starts[input] + variant * length + first;
      this.ids.set(ids.subarray(variant * own, (variant + 1) * own), start);
    }
  }

  /** @param tasks of the whole test, of which the first `tasksDone` are written */
  bytes(tasksDone: number, tasks: number): Uint8Array {
    const content = predictionBytes({ ids: this.ids });
    const header: Header = {
      format: FORMAT,
      test: testDigest(this.spec),
      masks: this.masks,
      tasksDone,
      isComplete: tasksDone === tasks,
      content: digestOf(content),
    };
    return packState(header, [content]);
  }
}

/**
 * What `KeptPredictions.bytes` gave for the same test.
 *
 * @throws {StateFormatError} when the bytes are damaged or of another test.
 */
export function readPredictions(
  spec: TestSpec,
  bytes: Uint8Array,
): { readonly kept: KeptPredictions; readonly tasksDone: number; readonly isComplete: boolean } {
  const packed = unpackState<Header>(bytes, FORMAT);
  if (packed === null || packed.parts.length !== 1) throw damaged();
  const { header, parts } = packed;
  if (header.test !== testDigest(spec)) {
    throw new StateFormatError("The stored predictions belong to another test; start the test afresh.");
  }
  const { masks, tasksDone, isComplete, content } = header;
  if (content !== digestOf(parts[0]) || !fitsTest(masks.variants, masks.count, spec)) throw damaged();
  const { ids } = predictionsFromBytes(parts[0], spec.classNames.length);
  if (ids.length !== startsOf(spec, masks.count)[spec.inputs.length]) throw damaged();
  return { kept: new KeptPredictions(spec, masks, ids), tasksDone, isComplete };
}

/**
 * The predictions of a finished test.
 *
 * @throws {StateFormatError} as `readPredictions`, and when the test is unfinished.
 */
export function readFinished(spec: TestSpec, bytes: Uint8Array): KeptPredictions {
  const { kept, isComplete } = readPredictions(spec, bytes);
  if (isComplete) return kept;
  throw new StateFormatError(
    "The predictions are those of an unfinished test; let it go on to its end first.",
  );
}

/** Classes kept of every prediction. */
export function keptClasses({ classNames }: TestSpec): number {
  return Math.min(KEPT_CLASSES, classNames.length);
}

/** Where the ids of each input begin, and where they end. */
function startsOf(spec: TestSpec, variants: number): number[] {
  const starts = [0];
  for (const { draws } of spec.inputs) {
    starts.push((starts.at(-1) ?? 0) + variants * spec.images.length * draws * keptClasses(spec));
  }
  return starts;
}

function digestOf(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

function damaged(): StateFormatError {
  return new StateFormatError("The stored predictions of the test are damaged; start the test afresh.");
}
