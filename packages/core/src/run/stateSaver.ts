import type { StateStore } from "./ports.js";

/** Time between two saved states. */
const INTERVAL_MS = 10_000;
/** A state that takes long to store is stored less often: at most this share of the time, since threads wait for the processor. */
const MOST_SHARE = 0.01;

/** What a saved state says of itself. */
export interface SavedProgress {
  readonly blocksDone: number;
}

/** Saves the state of a run now and then, one save at a time, without holding the evaluation up. */
export class StateSaver<S extends SavedProgress> {
  private underWay: Promise<void> | null = null;
  private nextAt = Date.now() + INTERVAL_MS;
  private failure: unknown = null;
  private remembered: { readonly bytes: Uint8Array; readonly blocksDone: number } | null = null;

  /** @param write bytes of a state; where they are views of it, it may not change before `settle` */
  constructor(
    private readonly write: (state: S) => Uint8Array,
    private readonly store: StateStore | undefined,
  ) {}

  /** Whether a save is under way, so that the state may not change. */
  get isBusy(): boolean {
    return this.underWay !== null;
  }

  /** Starts a save when one is due; throws the error of an earlier one that failed. */
  saveWhenDue(state: S): void {
    if (this.failure) throw this.failure;
    if (!this.store || this.underWay || Date.now() < this.nextAt) return;
    const started = Date.now();
    this.save(this.store, this.write(state), state.blocksDone)
      .catch((error: unknown) => {
        this.failure = error;
      })
      .finally(() => {
        const took = Date.now() - started;
        this.nextAt = Date.now() + Math.max(INTERVAL_MS, took / MOST_SHARE);
      });
  }

  /** Takes a copy of this state, which `saveNow` then saves in place of the one it is given. */
  remember(state: S): void {
    if (this.store) this.remembered = { bytes: this.write(state).slice(), blocksDone: state.blocksDone };
  }

  /** Saves this state after whatever save is under way. */
  async saveNow(state: S): Promise<void> {
    await this.settle();
    if (!this.store) return;
    const { bytes, blocksDone } = this.remembered ?? {
      bytes: this.write(state),
      blocksDone: state.blocksDone,
    };
    await this.save(this.store, bytes, blocksDone);
  }

  /** Waits for a save that is under way. */
  async settle(): Promise<void> {
    await this.underWay;
  }

  /** Whoever saves next waits for it, whether it succeeds or not. */
  private save(store: StateStore, bytes: Uint8Array, blocksDone: number): Promise<void> {
    const saving = store.save(bytes, blocksDone).finally(() => {
      this.underWay = null;
    });
    this.underWay = saving.catch(() => undefined);
    return saving;
  }
}
