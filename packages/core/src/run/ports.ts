/** One labelled image as the design sees it; its bytes are asked for when a row needs them. */
export interface ImageEntry {
  /** Position of its partition (0 = train, 1 = valid, ...). */
  readonly partition: number;
  /** Position of its class in the image set's class list. */
  readonly classIndex: number;
  /** Name for error messages: path inside the image set. */
  readonly name: string;
}

/**
 * Where images come from. The order of `entries` is part of the design: row values select by position, so the same
 * set must always be listed in the same order.
 */
export interface ImageSource {
  readonly entries: readonly ImageEntry[];
  /** File bytes (PNG, JPEG, ...) of `entries[index]`. */
  read(index: number): Promise<Uint8Array>;
}

/** Keeps the mergeable state of an unfinished run, so that it can go on after a stop. */
export interface StateStore {
  /** The last saved state, or null when the run starts from nothing. */
  load(): Promise<Uint8Array | null>;
  /**
   * Stores a state that holds the first `blocksDone` blocks; replaces the one before. The bytes are the run's own: they
   * change once the promise has settled, so whoever keeps them takes a copy.
   */
  save(state: Uint8Array, blocksDone: number): Promise<void>;
}

/** How far a run is. Evaluations are rows of the design; reused ones needed no inference. */
export interface Progress {
  readonly evaluationsPlanned: number;
  readonly evaluationsDone: number;
  readonly evaluationsReused: number;
  readonly blocksDone: number;
  readonly blocks: number;
}
