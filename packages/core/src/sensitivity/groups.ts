import { DesignError } from "../errors.js";

/** A factor of the design: the columns that move as one. */
export interface ColumnGroup {
  /** Key of the factor. */
  readonly key: string;
  /** Columns of the unit cube, from 0; they need not be neighbours. */
  readonly columns: readonly number[];
}

/**
 * Checks that the groups part the columns: each column is in exactly one group, no group is empty, no key occurs twice.
 *
 * @throws {DesignError} naming the group or column at fault.
 */
export function requirePartition(columns: number, groups: readonly ColumnGroup[]): void {
  if (!Number.isInteger(columns) || columns < 1) {
    throw new DesignError(`A design needs at least one column, not ${columns}.`, "columns");
  }
  const owner = new Map<number, string>();
  const keys = new Set<string>();
  for (const { key, columns: own } of groups) {
    if (keys.has(key))
      throw new DesignError(`Two factors are called "${key}"; each needs a key of its own.`, key);
    keys.add(key);
    if (own.length === 0)
      throw new DesignError(`Factor "${key}" has no column; a factor needs at least one.`, key);
    for (const column of own) {
      if (!Number.isInteger(column) || column < 0 || column >= columns) {
        throw new DesignError(
          `Factor "${key}" names column ${column}; the columns are 0 to ${columns - 1}.`,
          key,
        );
      }
      const other = owner.get(column);
      if (other !== undefined) {
        throw new DesignError(
          `Column ${column} is in "${other}" and in "${key}"; it can move with one only.`,
          key,
        );
      }
      owner.set(column, key);
    }
  }
  if (owner.size < columns) {
    const free = Array.from({ length: columns }, (_, c) => c).find((c) => !owner.has(c));
    throw new DesignError(`Column ${free} is in no factor; every column belongs to exactly one.`, "groups");
  }
}

/** `row` with the columns of the group from `other`. */
export function exchange(row: Float64Array, other: Float64Array, { columns }: ColumnGroup): Float64Array {
  const mixed = row.slice();
  for (const column of columns) mixed[column] = other[column];
  return mixed;
}
