import type { Stretch } from "./stretches.js";

/** An evaluated stretch, whose rows lie in a slot until they are added. */
export interface Evaluated<R> {
  readonly stretch: Stretch;
  readonly slot: number;
  readonly result: R;
}

/** Who does what: see {@link evaluateInOrder}. */
export interface EvaluationOrder<R> {
  readonly stretches: readonly Stretch[];
  readonly lanes: number;
  /** Room for evaluated stretches, more than lanes. */
  readonly slots: number;
  /** Most stretches that are added at once. */
  readonly perPass: number;
  evaluate(lane: number, stretch: Stretch, slot: number): Promise<R>;
  /** Adds evaluated stretches, the next ones in order, all of one block; true ends the work early. */
  add(lane: number, parts: readonly Evaluated<R>[]): Promise<boolean>;
  /** False while the end of a block should not be added as long as there is something to evaluate. */
  mayEndBlock?(): boolean;
}

/**
 * Evaluates stretches on lanes side by side, and lets them be added strictly in order, by one lane at a time, so that
 * sums do not depend on which lane was faster. A lane adds when enough lies ready, evaluates otherwise, and waits only
 * when all slots are taken.
 *
 * When something fails nothing is begun any more; rejects with the first failure once every lane is at rest.
 */
export async function evaluateInOrder<R>(order: EvaluationOrder<R>): Promise<void> {
  const state = new Order(order);
  await Promise.all(Array.from({ length: order.lanes }, (_, lane) => state.work(lane)));
  if (state.failure) throw state.failure.error;
}

class Order<R> {
  failure: { readonly error: unknown } | null = null;
  private readonly ready = new Map<number, Evaluated<R>>();
  private readonly freeSlots: number[];
  private nextEvaluated = 0;
  private nextAdded = 0;
  private isAdding = false;
  private ended = false;
  private wake: (() => void)[] = [];

  constructor(private readonly options: EvaluationOrder<R>) {
    this.freeSlots = Array.from({ length: options.slots }, (_, slot) => slot);
  }

  async work(lane: number): Promise<void> {
    const { stretches } = this.options;
    while (!this.ended && this.nextAdded < stretches.length) {
      try {
        const parts = this.partsToAdd();
        if (parts) await this.add(lane, parts);
        else if (this.mayEvaluate()) await this.evaluate(lane);
        else await new Promise<void>((resolve) => this.wake.push(resolve));
      } catch (error) {
        this.failure ??= { error };
        this.ended = true;
      }
      for (const resolve of this.wake.splice(0)) resolve();
    }
  }

  private mayEvaluate(): boolean {
    return this.nextEvaluated < this.options.stretches.length && this.freeSlots.length > 0;
  }

  /** The next stretches in order, when they are worth a pass over the sums. */
  private partsToAdd(): Evaluated<R>[] | null {
    if (this.isAdding) return null;
    const { perPass, mayEndBlock } = this.options;
    const parts: Evaluated<R>[] = [];
    for (let next = this.nextAdded; parts.length < perPass; next++) {
      const part = this.ready.get(next);
      if (!part) break;
      parts.push(part);
      if (part.stretch.endsBlock) break;
    }
    const last = parts.at(-1);
    if (!last) return null;
    if (!this.mayEvaluate()) return parts;
    if (last.stretch.endsBlock) return mayEndBlock?.() === false ? null : parts;
    return parts.length === perPass ? parts : null;
  }

  private async evaluate(lane: number): Promise<void> {
    const index = this.nextEvaluated++;
    const slot = this.freeSlots.pop() as number;
    const stretch = this.options.stretches[index];
    const result = await this.options.evaluate(lane, stretch, slot);
    this.ready.set(index, { stretch, slot, result });
  }

  private async add(lane: number, parts: readonly Evaluated<R>[]): Promise<void> {
    this.isAdding = true;
    try {
      if (await this.options.add(lane, parts)) this.ended = true;
    } finally {
      this.isAdding = false;
    }
    for (const { slot } of parts) {
      this.ready.delete(this.nextAdded++);
      this.freeSlots.push(slot);
    }
  }
}
