import { UnsupportedModelError } from "../errors.js";
import { freeArrays } from "./freeArrays.js";
import type { Activation, RuntimeSession } from "./session.js";
import { trialImages } from "./trialImages.js";

/** Floats of an image's values that are held at once, in each of the batches that are compared. */
const MOST_FLOATS = 2 ** 24;

/** What the trial found out; the value named is the first in the order they were given. */
export type TrialOutcome =
  | { readonly kind: "same" }
  /** The same batch gave other numbers when it was evaluated again. */
  | { readonly kind: "unrepeatable"; readonly tensor: string }
  /** An image has other numbers beside another one, or no row of its own; the values before it are `same`. */
  | { readonly kind: "mixing"; readonly tensor: string; readonly same: ReadonlySet<string> }
  /** One image can be evaluated and two at once cannot. */
  | { readonly kind: "refused"; readonly message: string };

/** What is tried. */
export interface TriedValues {
  /** In forward order, with the shape of each for one image. */
  readonly shapes: ReadonlyMap<string, readonly number[]>;
  /** Largest difference that an image's numbers may have between batches, as a share of the largest of them. */
  readonly tolerance: number;
  /**
   * Of values that are sums, what is added: where it cancels, the difference is a share of the largest of its numbers. A mean
   * of normalised values is 0 but for rounding.
   */
  readonly summands?: ReadonlyMap<string, readonly string[]>;
}

/** Evaluates an image alone, before and behind another one, and the same batch twice, and compares what it gives. */
export async function tryBatches(
  session: RuntimeSession,
  { shapes, tolerance, summands = new Map() }: TriedValues,
): Promise<TrialOutcome> {
  const trial = new BatchTrial(session, tolerance, summands);
  const same = new Set<string>();
  let found: TrialOutcome = { kind: "same" };
  for (const tensors of groupsOf(shapes)) {
    const outcome = await trial.compare(tensors);
    if (outcome.kind === "unrepeatable") return outcome;
    // Values behind it are still to be seen repeated.
    if (found.kind === "same" && outcome.kind !== "same") {
      found = outcome.kind === "mixing" ? { ...outcome, same: new Set([...same, ...outcome.same]) } : outcome;
    }
    for (const tensor of tensors) same.add(tensor);
  }
  return found;
}

/** Values by name for one batch, whose order is `a` and `b` for each of its images. */
interface Rows {
  readonly order: string;
  readonly values: ReadonlyMap<string, Activation>;
}

class BatchTrial {
  private readonly imageSize: number;
  private readonly images: ReadonlyMap<string, Float32Array>;
  /** Largest number of each value of the image, of those that were compared. */
  private readonly largest = new Map<string, number>();
  /** Batches of the image alone, before and behind others, as long as the network takes them. */
  private readonly orders: { readonly alone: string; readonly before: string; readonly behind: string };

  constructor(
    private readonly session: RuntimeSession,
    private readonly tolerance: number,
    private readonly summands: ReadonlyMap<string, readonly string[]>,
  ) {
    const [batch, ...image] = session.summary.inputShape;
    const fixed = batch > 0 ? batch : undefined;
    this.imageSize = image.reduce((product, axis) => product * axis, 1);
    this.images = trialImages(this.imageSize, session.summary.inputType);
    this.orders = {
      alone: "a".repeat(fixed ?? 1),
      before: "a".padEnd(fixed ?? 2, "b"),
      behind: "a".padStart(fixed ?? 2, "b"),
    };
  }

  async compare(tensors: readonly string[]): Promise<TrialOutcome> {
    const { orders } = this;
    const alone = await this.evaluate(orders.alone, tensors);
    const before = orders.before === orders.alone ? alone : await this.tryTo(orders.before, tensors);
    const once = typeof before === "string" ? alone : before;
    const again = await this.evaluate(once.order, tensors);
    const unsettled = tensors.find(
      (tensor) => !haveSameBits(valuesOf(once, tensor), valuesOf(again, tensor)),
    );
    let outcome: TrialOutcome = { kind: "same" };
    if (unsettled !== undefined) outcome = { kind: "unrepeatable", tensor: unsettled };
    else if (typeof before === "string") outcome = { kind: "refused", message: before };
    else {
      const behind = before === alone ? alone : await this.evaluate(orders.behind, tensors);
      const mixed = tensors.findIndex((tensor) => !this.isOfImageAlone(tensor, alone, [before, behind]));
      if (mixed >= 0) {
        outcome = { kind: "mixing", tensor: tensors[mixed], same: new Set(tensors.slice(0, mixed)) };
      }
      release(behind);
    }
    release(alone, once, again);
    return outcome;
  }

  /** Whether a value's row of image a is the same in all batches. */
  private isOfImageAlone(tensor: string, alone: Rows, others: readonly Rows[]): boolean {
    const units = valuesOf(alone, tensor).length / alone.order.length;
    const expected = valuesOf(alone, tensor).subarray(0, units);
    this.largest.set(tensor, largestOf(expected));
    const scales = [tensor, ...(this.summands.get(tensor) ?? [])].map((name) => this.largest.get(name) ?? 0);
    const most = this.tolerance * Math.max(...scales);
    return others.every((rows) => {
      const { values, shape } = rows.values.get(tensor) as Activation;
      const count = rows.order.length;
      if (shape[0] !== count || values.length !== count * units) return false;
      const at = rows.order.indexOf("a") * units;
      return areClose(expected, values.subarray(at, at + units), most);
    });
  }

  /** What a batch gives; the runtime's words where the network fails on it. */
  private async tryTo(order: string, tensors: readonly string[]): Promise<Rows | string> {
    try {
      return await this.evaluate(order, tensors);
    } catch (error) {
      if (error instanceof UnsupportedModelError) return error.message;
      throw error;
    }
  }

  private async evaluate(order: string, tensors: readonly string[]): Promise<Rows> {
    const batch = new Float32Array(order.length * this.imageSize);
    for (const [i, name] of [...order].entries()) batch.set(this.images.get(name) ?? [], i * this.imageSize);
    return { order, values: await this.session.evaluate(batch, order.length, tensors) };
  }
}

/** Values in forward order, in groups of bounded size, at least one in each. */
function groupsOf(shapes: TriedValues["shapes"]): string[][] {
  const groups: string[][] = [[]];
  let floats = 0;
  for (const [tensor, shape] of shapes) {
    const own = shape.reduce((product, axis) => product * axis, 1);
    if (floats > 0 && floats + own > MOST_FLOATS) {
      groups.push([]);
      floats = 0;
    }
    groups[groups.length - 1].push(tensor);
    floats += own;
  }
  return groups.filter((group) => group.length > 0);
}

function valuesOf(rows: Rows, tensor: string): Float32Array {
  return (rows.values.get(tensor) as Activation).values;
}

function haveSameBits(a: Float32Array, b: Float32Array): boolean {
  const bytesOf = (x: Float32Array) => new Uint8Array(x.buffer, x.byteOffset, x.byteLength);
  return Buffer.compare(bytesOf(a), bytesOf(b)) === 0;
}

/** The largest finite magnitude. */
function largestOf(values: Float32Array): number {
  let largest = 0;
  for (const value of values)
    if (Math.abs(value) > largest && Number.isFinite(value)) largest = Math.abs(value);
  return largest;
}

function areClose(expected: Float32Array, found: Float32Array, most: number): boolean {
  return expected.every((value, i) => Object.is(value, found[i]) || Math.abs(value - found[i]) <= most);
}

function release(...all: readonly Rows[]): void {
  freeArrays(all.flatMap(({ values }) => [...values.values()].map((activation) => activation.values)));
}
