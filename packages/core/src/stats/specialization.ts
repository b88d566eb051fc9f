import { ShapeError } from "../errors.js";

/** How the units of a checkpoint divide by the factor with the largest index. */
export interface Specialization {
  /** (d) units for which the factor's index is the largest beyond doubt. */
  readonly units: Uint32Array;
  /** Units for which the interval of the largest index overlaps another factor's. */
  readonly undecided: number;
  /** Units for which some factor has no index; they count in no share. */
  readonly undefinedUnits: number;
  /** (d) shares of the defined units; with `undecidedShare` they add up to 1. NaN where no unit is defined. */
  readonly shares: Float64Array;
  readonly undecidedShare: number;
}

/**
 * Divides units by the factor they are most sensitive to. A unit is undecided where the interval of its largest index
 * overlaps that of any other factor; without half widths only where two indices are equal. A half width that is no
 * number leaves the unit undecided.
 *
 * @param values [d](U) index of every factor.
 * @param halfWidths [d](U) of the same confidence, or null where none are known.
 * @throws {ShapeError} without factors, or when the lengths differ.
 */
export function specialization(
  values: readonly ArrayLike<number>[],
  halfWidths: readonly ArrayLike<number>[] | null,
): Specialization {
  if (values.length === 0) throw new ShapeError("Units divide by one factor or more; there is none.");
  const unitCount = values[0].length;
  const lengths = [...values, ...(halfWidths ?? [])].map(({ length }) => length);
  if (lengths.some((length) => length !== unitCount) || (halfWidths ?? values).length !== values.length) {
    throw new ShapeError(`Indices and half widths of ${values.length} factors differ in length: ${lengths}.`);
  }
  const units = new Uint32Array(values.length);
  let undecided = 0;
  let undefinedUnits = 0;
  for (let u = 0; u < unitCount; u++) {
    if (values.some((factor) => Number.isNaN(factor[u]))) {
      undefinedUnits++;
      continue;
    }
    const winner = decidedFactor(values, halfWidths, u);
    if (winner === null) undecided++;
    else units[winner]++;
  }
  const defined = unitCount - undefinedUnits;
  return {
    units,
    undecided,
    undefinedUnits,
    shares: Float64Array.from(units, (count) => count / defined),
    undecidedShare: undecided / defined,
  };
}

function decidedFactor(
  values: readonly ArrayLike<number>[],
  halfWidths: readonly ArrayLike<number>[] | null,
  u: number,
): number | null {
  let best = 0;
  for (let j = 1; j < values.length; j++) if (values[j][u] > values[best][u]) best = j;
  const halfWidth = (j: number): number => halfWidths?.[j][u] ?? 0;
  const low = values[best][u] - halfWidth(best);
  for (let j = 0; j < values.length; j++) {
    if (j !== best && !(values[j][u] + halfWidth(j) < low)) return null;
  }
  return best;
}
