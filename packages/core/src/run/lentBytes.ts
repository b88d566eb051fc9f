import { freeArrays } from "../inference/freeArrays.js";

/** Bytes that go from thread to thread without being copied: whoever has them is the only one. */
export type Bytes = Uint8Array<ArrayBuffer>;

/**
 * Waits for the bytes, works with them and gives them back.
 *
 * @throws what `work` throws, after the bytes were given back.
 */
export type Borrow = <T>(work: (bytes: Bytes) => Promise<T>) => Promise<T>;

/** The owner's side: lends bytes to one borrower after the other, and holds them in between. */
export class LentBytes<Borrower> {
  private readonly waiting: Borrower[] = [];
  private own: Bytes | null;

  /** @param lend gives the bytes away */
  constructor(
    bytes: Bytes,
    private readonly lend: (borrower: Borrower, bytes: Bytes) => void,
  ) {
    this.own = bytes;
  }

  ask(borrower: Borrower): void {
    this.waiting.push(borrower);
    this.lendNext();
  }

  giveBack(bytes: Bytes): void {
    this.own = bytes;
    this.lendNext();
  }

  /** Gives their memory back at once; nobody may have borrowed them, or ask for them any more. */
  free(): void {
    if (this.own === null) throw new Error("The bytes are lent, so they cannot be freed.");
    freeArrays([this.own]);
  }

  private lendNext(): void {
    if (this.own === null) return;
    const next = this.waiting.shift();
    if (next === undefined) return;
    const bytes = this.own;
    this.own = null;
    this.lend(next, bytes);
  }
}

/** The side of a thread that borrows. */
export class BorrowedBytes {
  private waiting: { resolve: (bytes: Bytes) => void; reject: (error: Error) => void } | null = null;

  /**
   * @param ask asks the owner for the bytes
   * @param giveBack sends them back
   */
  constructor(
    private readonly ask: () => void,
    private readonly giveBack: (bytes: Bytes) => void,
  ) {}

  readonly borrow: Borrow = async (work) => {
    const bytes = await new Promise<Bytes>((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.ask();
    });
    try {
      return await work(bytes);
    } finally {
      this.giveBack(bytes);
    }
  };

  arrive(bytes: Bytes): void {
    // Nobody waits any more: the thread is told to end.
    if (this.waiting === null) this.giveBack(bytes);
    else this.waiting.resolve(bytes);
    this.waiting = null;
  }

  fail(error: Error): void {
    this.waiting?.reject(error);
    this.waiting = null;
  }
}
