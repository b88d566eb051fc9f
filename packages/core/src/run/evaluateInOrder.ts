import { CancelledError } from "../errors.js";

/** What a lane evaluates in one go. */
export interface Ordered {
  /** Whether it is the last of its block: nothing of the next block is added together with it. */
  readonly endsBlock: boolean;
}

/** An evaluated stretch, which takes a slot until it is added. */
export interface Evaluated<R, S extends Ordered> {
  readonly stretch: S;
  readonly slot: number;
  readonly result: R;
}

/** Who does what: see {@link evaluateInOrder}. */
export interface EvaluationOrder<R, S extends Ordered> {
  readonly stretches: readonly S[];
  /** Number of lanes, 1 or more. A lane does one thing at a time. */
  readonly lanes: number;
  /** Room for stretches that are evaluated, or being evaluated, and not added yet; 1 or more. */
  readonly slots: number;
  /** Most stretches that are added at once, 1 or more. */
  readonly perPass: number;
  evaluate(lane: number, stretch: S, slot: number): Promise<R>;
  /** Adds evaluated stretches, the next ones in order, all of one block; true ends the work early. */
  add(lane: number, parts: readonly Evaluated<R, S>[]): Promise<boolean>;
  /** False while the end of a block should not be added as long as there is something to evaluate. */
  mayEndBlock?(): boolean;
  /** Asked once before each stretch is evaluated, in order; while what it returns is pending, none is begun. */
  gate?(stretch: S): Promise<void> | undefined;
  /** Once aborted, nothing is begun any more. */
  readonly signal?: AbortSignal;
}

/**
 * Evaluates stretches on lanes side by side, and lets them be added strictly in order, by one lane at a time, so that
 * sums do not depend on which lane was faster. A lane adds when enough lies ready, evaluates otherwise, and is idle only
 * when there is nothing it could begin.
 *
 * Nothing waits for a lane: whenever something has ended, the idle lanes are looked over, and only then.
 *
 * When something fails, or `signal` is aborted, nothing is begun any more; rejects with the first failure once every lane
 * is at rest.
 *
 * @throws {CancelledError} when `signal` is aborted before the end.
 */
export function evaluateInOrder<R, S extends Ordered>(order: EvaluationOrder<R, S>): Promise<void> {
  return new Order(order).work();
}

class Order<R, S extends Ordered> {
  private readonly idle: number[];
  private readonly freeSlots: number[];
  private readonly ready = new Map<number, Evaluated<R, S>>();
  private nextEvaluated = 0;
  private nextAdded = 0;
  /** The first stretch that the gate was not asked about. */
  private nextAsked = 0;
  private isGateShut = false;
  private isAdding = false;
  private hasEnded = false;
  private failure: { readonly error: unknown } | null = null;
  private readonly rest: Promise<void>;
  private atRest: () => void = () => undefined;

  constructor(private readonly options: EvaluationOrder<R, S>) {
    this.idle = Array.from({ length: options.lanes }, (_, lane) => lane);
    this.freeSlots = Array.from({ length: options.slots }, (_, slot) => slot);
    this.rest = new Promise((resolve) => {
      this.atRest = resolve;
    });
  }

  async work(): Promise<void> {
    const { signal } = this.options;
    const stop = () => this.fail(new CancelledError());
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
    else this.lookOver();
    await this.rest;
    signal?.removeEventListener("abort", stop);
    if (this.failure) throw this.failure.error;
  }

  /** Gives every idle lane what it can begin. */
  private lookOver(): void {
    while (!this.hasEnded && this.idle.length > 0) {
      const parts = this.partsToAdd();
      if (parts) this.occupy((lane) => this.add(lane, parts));
      else if (this.mayEvaluate()) this.occupy((lane) => this.evaluate(lane));
      else break;
    }
    const isDone = this.hasEnded || this.nextAdded === this.options.stretches.length;
    if (isDone && this.idle.length === this.options.lanes) this.atRest();
  }

  private occupy(work: (lane: number) => Promise<void>): void {
    const lane = this.idle.shift() as number;
    work(lane).then(
      () => {
        this.idle.push(lane);
        this.lookOver();
      },
      (error: unknown) => {
        this.idle.push(lane);
        this.fail(error);
      },
    );
  }

  private fail(error: unknown): void {
    // Work that ended early has what it came for.
    if (!this.hasEnded) this.failure = { error };
    this.hasEnded = true;
    this.lookOver();
  }

  private mayEvaluate(): boolean {
    const { stretches } = this.options;
    return this.nextEvaluated < stretches.length && this.freeSlots.length > 0 && this.isGateOpen();
  }

  private isGateOpen(): boolean {
    const { gate, stretches } = this.options;
    if (this.isGateShut) return false;
    if (gate === undefined || this.nextAsked > this.nextEvaluated) return true;
    const opening = gate(stretches[this.nextAsked++]);
    if (opening === undefined) return true;
    this.isGateShut = true;
    opening.then(
      () => {
        this.isGateShut = false;
        this.lookOver();
      },
      (error: unknown) => this.fail(error),
    );
    return false;
  }

  /** The next stretches in order, when they are worth a pass over the sums. */
  private partsToAdd(): Evaluated<R, S>[] | null {
    if (this.isAdding) return null;
    const { perPass, mayEndBlock } = this.options;
    const parts: Evaluated<R, S>[] = [];
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

  private async add(lane: number, parts: readonly Evaluated<R, S>[]): Promise<void> {
    this.isAdding = true;
    try {
      if (await this.options.add(lane, parts)) this.hasEnded = true;
    } finally {
      this.isAdding = false;
    }
    for (const { slot } of parts) {
      this.ready.delete(this.nextAdded++);
      this.freeSlots.push(slot);
    }
  }
}
