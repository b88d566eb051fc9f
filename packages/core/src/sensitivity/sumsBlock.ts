import { DesignError, ShapeError } from "../errors.js";

/** Activations of one row of the design, (U) in any unit of measure. */
export type ActivationRow = Float32Array | Float64Array;

/** What every layout of sums has. */
export interface UnitLayout {
  /** U, number of units. */
  readonly units: number;
}

/** Sums of U units: fields of length U, or lists of such. */
export type UnitSums<S> = { readonly [K in keyof S]: Float64Array | readonly Float64Array[] };

/** The sums of units `start` .. `end` - 1, views of the same memory. */
export function partOf<S extends UnitSums<S>>(sums: S, start: number, end: number): S {
  const cut = (array: Float64Array) => array.subarray(start, end);
  const part: Partial<Record<keyof S, Float64Array | readonly Float64Array[]>> = {};
  for (const key of Object.keys(sums) as (keyof S)[]) {
    const field: Float64Array | readonly Float64Array[] = sums[key];
    part[key] = field instanceof Float64Array ? cut(field) : field.map(cut);
  }
  return part as S;
}

/** How the sums of a method lie in one buffer; element 0 of the buffer is the number of base samples. */
export interface SumsLayout<L extends UnitLayout, S> {
  /** What two parts of one run must have in common, by name; `units` among them. */
  identity(layout: L): Readonly<Record<string, number | boolean | string>>;
  /** @throws {DesignError} when no sums can have this layout. */
  requireLayout(layout: L): void;
  /** Length of the buffer. */
  length(layout: L): number;
  /** Named views of the buffer. */
  view(layout: L, data: Float64Array): S;
}

/**
 * Sums of one block of base samples for all U units: the part of a run that one worker does alone.
 *
 * Values are shifted by a pilot m0 per unit, any number near the unit's mean (the mean of some rows), so that raw sums
 * keep their digits; all blocks of a run share it. Sums are in float64 whatever the rows.
 *
 * @throws {DesignError} when the layout is impossible.
 * @throws {ShapeError} when the pilot has not U values or the buffer is of another layout.
 */
export abstract class SumsBlock<L extends UnitLayout, S> {
  readonly layout: L;
  /** (U) m0. */
  readonly pilot: Float64Array;
  /** Everything the block knows, in one buffer that can be handed to another thread. */
  readonly data: Float64Array;
  /** Named views of `data`. */
  readonly sums: S;

  constructor(sumsLayout: SumsLayout<L, S>, layout: L, pilot: Float64Array, data: Float64Array | undefined) {
    requireUnits(sumsLayout, layout, pilot);
    const length = sumsLayout.length(layout);
    if (data !== undefined && data.length !== length) {
      throw new ShapeError(
        `The sums of ${describe(sumsLayout.identity(layout))} have ${length} values, not ${data.length}.`,
      );
    }
    this.layout = layout;
    this.pilot = pilot;
    this.data = data ?? new Float64Array(length);
    this.sums = sumsLayout.view(layout, this.data);
  }

  /** n, base samples pushed. */
  get baseSamples(): number {
    return this.data[0];
  }
}

/**
 * @throws {DesignError} when the layout is impossible.
 * @throws {ShapeError} when the pilot has not U values.
 */
export function requireUnits<L extends UnitLayout, S>(
  sumsLayout: SumsLayout<L, S>,
  layout: L,
  pilot: Float64Array,
): void {
  sumsLayout.requireLayout(layout);
  if (!Number.isInteger(layout.units) || layout.units < 1) {
    throw new DesignError(`An analysis needs at least one unit, not ${layout.units}.`, "units");
  }
  if (pilot.length !== layout.units) {
    throw new ShapeError(`The pilot of ${layout.units} units has ${pilot.length} values.`);
  }
}

/** @throws {DesignError} when one of the named numbers is not whole or below 1. */
export function requireCounts(counts: Readonly<Record<string, number>>): void {
  for (const [name, value] of Object.entries(counts)) {
    if (!Number.isInteger(value) || value < 1) {
      throw new DesignError(`An analysis needs at least one of "${name}", not ${value}.`, name);
    }
  }
}

/**
 * Checks the activations of one base sample.
 *
 * @throws {ShapeError} when a row is missing or has not U values.
 */
export function requireRows(rows: readonly ArrayLike<number>[], count: number, units: number): void {
  if (rows.length !== count) {
    throw new ShapeError(`A base sample has ${count} rows in this design, not ${rows.length}.`);
  }
  for (const [r, row] of rows.entries()) {
    if (row.length !== units) {
      throw new ShapeError(`Row ${r} of a base sample has ${row.length} values, not ${units}.`);
    }
  }
}

/** Successive views of a buffer, from element `offset` on. */
export class BufferViews {
  constructor(
    private readonly data: Float64Array,
    private offset: number,
  ) {}

  next(length: number): Float64Array {
    this.offset += length;
    return this.data.subarray(this.offset - length, this.offset);
  }

  many(count: number, length: number): Float64Array[] {
    return Array.from({ length: count }, () => this.next(length));
  }
}

/** A layout in words: "3 factors, 5 units, second order false". */
export function describe(identity: Readonly<Record<string, number | boolean | string>>): string {
  return Object.entries(identity)
    .map(([name, value]) => (typeof value === "number" ? `${value} ${name}` : `${name} ${value}`))
    .join(", ");
}
