import { DesignError } from "../errors.js";
import { owenHash, owenScramble } from "../random/owenScramble.js";
import { SobolSequence } from "../random/sobolSequence.js";
import { type ColumnGroup, requirePartition } from "./groups.js";
import { rowsPerBaseSample } from "./sobolLayout.js";

/** Which points the design is made of. */
export type Sampling =
  /** The plain Sobol' sequence from its first point, the origin: SALib's points. */
  | { readonly kind: "unscrambled" }
  /** Independent replicates: see {@link SaltelliDesign}. `blockSize` is a power of two. */
  | { readonly kind: "scrambled"; readonly seed: number; readonly blockSize: number };

const WORD = 2 ** 32;

/**
 * Saltelli's design with groups, on the unit cube: each point of a Sobol' sequence in 2 C dimensions gives a row A
 * (first C coordinates) and a row B (last C), and for each of the d groups a row AB_i, which is A with the group's
 * columns from B, and with second order BA_i, which is B with the group's columns from A
 * (Saltelli, Comput. Phys. Commun. 145 (2002) 280-297). Any base sample follows from its index alone.
 *
 * Scrambled: base samples are cut into blocks; block b is the first `blockSize` points of the sequence under an Owen
 * scramble of its own, keyed by (seed, b). Each block is an unbiased estimate independent of the others, so that the
 * spread of the blocks tells the error of their mean.
 *
 * @throws {DesignError} when the groups do not part the columns, the seed is no whole number from 0 to 2^53 - 1, the
 *   block size no power of two, or the columns more than the sequence has.
 */
export class SaltelliDesign {
  readonly columns: number;
  readonly groups: readonly ColumnGroup[];
  readonly secondOrder: boolean;
  readonly sampling: Sampling;
  /** 2d + 2 with second order, else d + 2. */
  readonly rowsPerBaseSample: number;
  private readonly sequence: SobolSequence;

  constructor(options: {
    readonly columns: number;
    readonly groups: readonly ColumnGroup[];
    readonly secondOrder: boolean;
    readonly sampling: Sampling;
  }) {
    const { columns, groups, secondOrder, sampling } = options;
    if (!Number.isInteger(columns) || columns < 1) {
      throw new DesignError(`A design needs at least one column, not ${columns}.`, "columns");
    }
    requirePartition(columns, groups);
    if (sampling.kind === "scrambled") requireScramble(sampling.seed, sampling.blockSize);
    this.columns = columns;
    this.groups = groups;
    this.secondOrder = secondOrder;
    this.sampling = sampling;
    this.rowsPerBaseSample = rowsPerBaseSample(groups.length, secondOrder);
    this.sequence = new SobolSequence(2 * columns);
  }

  /**
   * The rows of base sample `index`.
   *
   * @returns (rowsPerBaseSample)(C) in [0, 1): A, AB_1 .. AB_d, BA_1 .. BA_d (second order only), B.
   * @throws {DesignError} when the index is no whole number that the sequence reaches.
   */
  rows(index: number): Float64Array[] {
    const point = this.point(index);
    const a = point.slice(0, this.columns);
    const b = point.slice(this.columns);
    const rows = [a, ...this.groups.map((group) => exchange(a, b, group))];
    if (this.secondOrder) rows.push(...this.groups.map((group) => exchange(b, a, group)));
    rows.push(b);
    return rows;
  }

  /** (2 C) coordinates of A and B. */
  private point(index: number): Float64Array {
    const { sampling, sequence } = this;
    if (sampling.kind === "unscrambled") return sequence.point(index);
    const { seed, blockSize } = sampling;
    const block = Math.floor(index / blockSize);
    const integers = sequence.integers(index - block * blockSize, new Uint32Array(sequence.dimensions));
    return Float64Array.from(integers, (k, c) => owenScramble(k, owenHash(seed, block, c)) / WORD);
  }
}

/** `row` with the columns of the group from `other`. */
function exchange(row: Float64Array, other: Float64Array, { columns }: ColumnGroup): Float64Array {
  const mixed = row.slice();
  for (const column of columns) mixed[column] = other[column];
  return mixed;
}

function requireScramble(seed: number, blockSize: number): void {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new DesignError(
      `The seed is a whole number from 0 to ${Number.MAX_SAFE_INTEGER}, not ${seed}.`,
      "seed",
    );
  }
  if (
    !Number.isInteger(blockSize) ||
    blockSize < 1 ||
    blockSize > WORD ||
    !Number.isInteger(Math.log2(blockSize))
  ) {
    throw new DesignError(
      `A block has a power of two of base samples, for example 16; not ${blockSize}.`,
      "blockSize",
    );
  }
}
