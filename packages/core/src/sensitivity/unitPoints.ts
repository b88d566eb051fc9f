import { DesignError } from "../errors.js";
import { counterDouble } from "../random/counterRandom.js";
import { owenHash, owenScramble } from "../random/owenScramble.js";
import { SobolSequence } from "../random/sobolSequence.js";

/** Points of independent blocks: see {@link UnitPoints}. */
export type SeededSampling =
  /** Each block a scrambled net of its own. `blockSize` is a power of two. */
  | { readonly kind: "scrambled"; readonly seed: number; readonly blockSize: number }
  /** Independent uniform points; blocks only tell what is summed together. */
  | { readonly kind: "random"; readonly seed: number; readonly blockSize: number };

/** Which points a design is made of. */
export type Sampling =
  /** The plain Sobol' sequence from its first point, the origin: SALib's points. */
  { readonly kind: "unscrambled" } | SeededSampling;

const WORD = 2 ** 32;
/** Keeps random points apart from every other use of the same seed. */
const POINT_STREAM = 0x504f494e;

/**
 * Points of the unit cube, each from its index alone.
 *
 * Scrambled: the points are cut into blocks; block b is the first `blockSize` points of the Sobol' sequence under an
 * Owen scramble of its own, keyed by (seed, b). Each block is an unbiased estimate independent of the others, so that
 * the spread of the blocks tells the error of their mean.
 *
 * @throws {DesignError} when there is no column or more than the sequence has, the seed is no whole number from 0 to
 *   2^53 - 1, or the block size of a scrambled design no power of two.
 */
export class UnitPoints {
  readonly columns: number;
  readonly sampling: Sampling;
  private readonly sequence: SobolSequence | null;
  /** Scramble of the block that was asked for last, by column. */
  private latest: { readonly block: number; readonly hashes: Float64Array } | null = null;

  constructor(columns: number, sampling: Sampling) {
    if (!Number.isInteger(columns) || columns < 1) {
      throw new DesignError(`A design needs at least one column, not ${columns}.`, "columns");
    }
    if (sampling.kind !== "unscrambled") requireSeed(sampling.seed);
    if (sampling.kind === "scrambled") requireNet(sampling.blockSize);
    if (sampling.kind === "random") requireBlockSize(sampling.blockSize);
    this.columns = columns;
    this.sampling = sampling;
    this.sequence = sampling.kind === "random" ? null : new SobolSequence(columns);
  }

  /**
   * @returns (columns) coordinates in [0, 1).
   * @throws {DesignError} when the index is no whole number that the points reach.
   */
  point(index: number): Float64Array {
    const { sampling, sequence, columns } = this;
    if (sampling.kind === "random" || sequence === null) {
      const seed = sampling.kind === "random" ? sampling.seed : 0;
      return Float64Array.from({ length: columns }, (_, c) => counterDouble(seed, POINT_STREAM, index, c));
    }
    if (sampling.kind === "unscrambled") return sequence.point(index);
    const { seed, blockSize } = sampling;
    const block = Math.floor(index / blockSize);
    const integers = sequence.integers(index - block * blockSize, new Uint32Array(columns));
    const hashes = this.hashes(seed, block);
    return Float64Array.from(integers, (k, c) => owenScramble(k, hashes[c]) / WORD);
  }

  private hashes(seed: number, block: number): Float64Array {
    if (this.latest?.block !== block) {
      const hashes = Float64Array.from({ length: this.columns }, (_, c) => owenHash(seed, block, c));
      this.latest = { block, hashes };
    }
    return this.latest.hashes;
  }
}

/** @throws {DesignError} when the seed is no whole number from 0 to 2^53 - 1. */
export function requireSeed(seed: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new DesignError(
      `The seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${seed}.`,
      "seed",
    );
  }
}

function requireBlockSize(blockSize: number): void {
  if (!Number.isInteger(blockSize) || blockSize < 1 || blockSize > WORD) {
    throw new DesignError(
      `A block has a whole number of base samples, at least 1; the blockSize is ${blockSize}.`,
      "blockSize",
    );
  }
}

function requireNet(blockSize: number): void {
  const exponent = Math.log2(blockSize);
  if (!Number.isInteger(exponent) || exponent < 0 || exponent > 32) {
    throw new DesignError(
      `A block has a power of two of base samples, for example 16; not ${blockSize}.`,
      "blockSize",
    );
  }
}
