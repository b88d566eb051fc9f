import type { SumsMemory } from "./sumsMemory.js";

/** Kernels take so many units at a time. */
const VECTOR = 4;

/** Cuts units into tiles of whole vectors; what is left of the last vector is a tile of its own. */
export function* tilesOf(units: number, tile: number): Generator<readonly [start: number, end: number]> {
  const whole = units - (units % VECTOR);
  for (let start = 0; start < whole; start += tile) yield [start, Math.min(start + tile, whole)];
  if (whole < units) yield [whole, units];
}

function isWhole(start: number, end: number): boolean {
  return (end - start) % VECTOR === 0;
}

/** Arrays that lie one behind the other, (arrays)(U) flat, of which a kernel changes a tile after another. */
export class TiledSums {
  private readonly isHeld: boolean;
  private readonly rows: readonly Float64Array[];

  /** @param tileAt room for (arrays)(tile) float64 values, where tiles are copied to unless the memory holds the arrays. */
  constructor(
    memory: SumsMemory,
    private readonly sums: Float64Array,
    private readonly units: number,
    private readonly tileAt: number,
    private readonly tile: number,
  ) {
    this.isHeld = memory.holds(sums);
    const arrays = sums.length / units;
    this.rows = Array.from(
      { length: arrays },
      (_, i) => new Float64Array(memory.buffer, tileAt + 8 * i * tile, tile),
    );
  }

  /** Lets `work` change units `start` .. `end` - 1, given where they are and how many bytes the arrays are apart. */
  change(start: number, end: number, work: (at: number, apart: number) => void): void {
    const { sums, units, rows } = this;
    if (this.isHeld && isWhole(start, end)) {
      work(sums.byteOffset + 8 * start, 8 * units);
      return;
    }
    for (const [i, row] of rows.entries()) row.set(sums.subarray(i * units + start, i * units + end));
    work(this.tileAt, 8 * this.tile);
    for (const [i, row] of rows.entries()) sums.set(row.subarray(0, end - start), i * units + start);
  }
}

/** An array of which kernels read, and may change, a tile after another. */
export class TiledArray<A extends Float32Array | Float64Array> {
  private readonly staged: A;
  private readonly isHeld: boolean;

  /** @param tileAt room for a tile of values, where they are copied to unless the memory holds the array. */
  constructor(
    memory: SumsMemory,
    readonly values: A,
    private readonly tileAt: number,
    tile: number,
  ) {
    const kind = values.constructor as new (buffer: ArrayBufferLike, at: number, length: number) => A;
    this.staged = new kind(memory.buffer, tileAt, tile);
    this.isHeld = memory.holds(values);
  }

  /** Address of units `start` .. `end` - 1, until the next call for an array with the same room. */
  at(start: number, end: number): number {
    const { values } = this;
    if (this.isInPlace(start, end)) return values.byteOffset + values.BYTES_PER_ELEMENT * start;
    this.staged.set(values.subarray(start, end));
    return this.tileAt;
  }

  /** Keeps what was changed of units `start` .. `end` - 1 since `at` told where they are. */
  store(start: number, end: number): void {
    if (!this.isInPlace(start, end)) this.values.set(this.staged.subarray(0, end - start), start);
  }

  private isInPlace(start: number, end: number): boolean {
    return this.isHeld && isWhole(start, end);
  }
}

/** Rows of values, all of the same type, that kernels shift a tile after another. */
export class TiledRows {
  private readonly rows: readonly TiledArray<Float32Array | Float64Array>[];
  private readonly table: Int32Array;
  private readonly valueBytes: number;

  /**
   * @param tableAt room for an address of each row
   * @param tilesAt (rows)(tile) room for a tile of each row
   */
  constructor(
    private readonly memory: SumsMemory,
    rows: readonly (Float32Array | Float64Array)[],
    private readonly tableAt: number,
    tilesAt: number,
    tile: number,
  ) {
    this.rows = rows.map((row, r) => new TiledArray(memory, row, tilesAt + 8 * r * tile, tile));
    this.table = new Int32Array(memory.buffer, tableAt, rows.length);
    // There may be no row at all.
    this.valueBytes = rows[0]?.BYTES_PER_ELEMENT ?? 0;
  }

  /**
   * Writes units `start` .. `end` - 1 of all rows, less the pilot, as float64, and counts those that are not 0.
   *
   * @param shiftedAt where the first row goes; `width` bytes on the next
   */
  shiftTile(
    start: number,
    end: number,
    pilotAt: number,
    shiftedAt: number,
    width: number,
    countsAt: number,
  ): void {
    const { rows, table, valueBytes, tableAt } = this;
    for (let r = 0; r < rows.length; r++) table[r] = rows[r].at(start, end);
    const { shiftRows } = this.memory.program;
    shiftRows(tableAt, rows.length, valueBytes, pilotAt, shiftedAt, width, countsAt, end - start);
  }
}
