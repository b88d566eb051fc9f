import { drawUnits } from "./drawUnits.js";
import { checkUnitRule, type MaskDirection, requestedUnits, type UnitRule } from "./maskRule.js";

/** Stream of the draw among equal values at the edge of a selection. */
const TIE_STREAM = 0x4d544945;

/** The units that a rule chooses in one index map. */
export interface UnitSelection {
  /** Flat unit numbers in C, H, W order, ascending. */
  readonly units: Uint32Array;
  /** Number of units that the rule asks for; more than `units` only where fewer may be chosen. */
  readonly requested: number;
  /** Units that may be chosen: defined, and ABOVE positive unless the rule says otherwise. */
  readonly eligible: number;
  /** Units without an index; never chosen. */
  readonly undefinedUnits: number;
  /** Weakest value chosen (a magnitude where the rule ranks those); NaN when no unit is chosen. */
  readonly threshold: number;
  /** Units of the value `threshold` that were not chosen; the seed decided. */
  readonly tiesLeftOut: number;
}

/**
 * Chooses units of one checkpoint by the rank of their index, exactly as many as the rule asks for as long as that many
 * may be chosen: equal values at the edge are drawn by the seed, so a map with many zeros neither swells nor shrinks a
 * mask. Undefined units (NaN) are never chosen; ABOVE never chooses values of 0 and below unless asked.
 *
 * Of one map, seed and place, the units above a higher percentile are part of those above a lower one.
 *
 * @param values (U) index of each unit, any unit of measure; infinite values rank as such.
 * @param place of the checkpoint among those of its run, so that equal maps do not tie alike.
 * @throws {RunSpecError} when the rule is impossible.
 */
export function selectUnits(values: ArrayLike<number>, rule: UnitRule, place = 0): UnitSelection {
  checkUnitRule(rule);
  return takeUnits(values, requestedUnits(rule, values.length), rule, place);
}

/** What `takeUnits` reads of a rule. */
export type RankRule = Omit<UnitRule, "percentile">;

/** As `selectUnits`, by the number of units. */
export function takeUnits(
  values: ArrayLike<number>,
  requested: number,
  rule: RankRule,
  place = 0,
): UnitSelection {
  const positive = rule.direction === "ABOVE" && rule.allowNonPositive !== true;
  const ranked = new Float64Array(values.length);
  let eligible = 0;
  let undefinedUnits = 0;
  for (let u = 0; u < values.length; u++) {
    const value = rule.byMagnitude === true ? Math.abs(values[u]) : values[u];
    if (Number.isNaN(value)) undefinedUnits++;
    else if (value > 0 || !positive) ranked[eligible++] = value;
  }
  const count = Math.min(requested, eligible);
  const sorted = ranked.subarray(0, eligible).sort();
  const threshold =
    count === 0 ? Number.NaN : sorted[rule.direction === "ABOVE" ? eligible - count : count - 1];
  const { beyond, equal } = besideThreshold(values, threshold, rule);
  const drawn = drawUnits(equal, count - beyond.length, {
    seed: rule.seed,
    stream: TIE_STREAM,
    index: place,
  });
  const units = new Uint32Array(count);
  units.set(beyond);
  units.set(drawn, beyond.length);
  return {
    units: units.sort(),
    requested,
    eligible,
    undefinedUnits,
    threshold,
    tiesLeftOut: equal.length - drawn.length,
  };
}

/** Units beyond the threshold on the side of the direction, and units that equal it. A threshold of NaN has none. */
function besideThreshold(
  values: ArrayLike<number>,
  threshold: number,
  { direction, byMagnitude }: { direction: MaskDirection; byMagnitude?: boolean },
): { beyond: Uint32Array; equal: Uint32Array } {
  const beyond = new Uint32Array(values.length);
  const equal = new Uint32Array(values.length);
  let beyonds = 0;
  let equals = 0;
  for (let u = 0; u < values.length; u++) {
    const value = byMagnitude === true ? Math.abs(values[u]) : values[u];
    if (value === threshold) equal[equals++] = u;
    else if (direction === "ABOVE" ? value > threshold : value < threshold) beyond[beyonds++] = u;
  }
  return { beyond: beyond.slice(0, beyonds), equal: equal.slice(0, equals) };
}
