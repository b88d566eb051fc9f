import { ShapeError } from "../errors.js";
import { counterOrder } from "../random/counterOrder.js";
import { drawUnits } from "./drawUnits.js";
import { type RankRule, takeUnits, type UnitSelection } from "./selectUnits.js";

/** Stream of the units of random masks. */
const CONTROL_STREAM = 0x4d524e44;
/** Stream of the shuffles of soft masks. */
const SHUFFLE_STREAM = 0x4d534846;

/**
 * As many units as a mask has, drawn at random: the control that tells an effect of the units' sensitivity from plain
 * damage. Drawn among all units with a defined index, the mask's own included; units without variance would make the
 * control too harmless.
 *
 * @param values (U) the map the mask comes from; only NaN or not matters.
 * @param count units in the mask.
 * @param seed of this control; another seed, another control.
 * @param place of the checkpoint among those of its run.
 * @returns (count) flat unit numbers, ascending.
 * @throws {ShapeError} when fewer units are defined.
 */
export function randomUnits(values: ArrayLike<number>, count: number, seed: number, place = 0): Uint32Array {
  const defined = definedUnits(values);
  if (count > defined.length) {
    throw new ShapeError(
      `A random mask of ${count} units is asked for, but only ${defined.length} units have an index.`,
    );
  }
  return drawUnits(defined, count, { seed, stream: CONTROL_STREAM, index: place });
}

/**
 * Units that have an index.
 *
 * @param values (U)
 * @returns flat unit numbers, ascending.
 */
export function definedUnits(values: ArrayLike<number>): Uint32Array {
  const units = new Uint32Array(values.length);
  let n = 0;
  for (let u = 0; u < values.length; u++) if (!Number.isNaN(values[u])) units[n++] = u;
  return units.slice(0, n);
}

/**
 * As many units as a mask has, those of the smallest defined values: the complement of the most sensitive ones.
 * Negative values are ranked as they are.
 *
 * @param values (U) the map the mask comes from.
 * @param count units in the mask.
 */
export function leastSensitiveUnits(
  values: ArrayLike<number>,
  count: number,
  rule: Pick<RankRule, "seed" | "byMagnitude">,
  place = 0,
): UnitSelection {
  return takeUnits(values, count, { ...rule, direction: "BELOW" }, place);
}

/**
 * The control of a soft mask: a random order of the units with an index, so that the same multipliers act on other units.
 * Units without an index keep theirs.
 *
 * @param units with an index, ascending.
 * @param unitCount U
 * @param seed of this control; another seed, another control.
 * @param place of the checkpoint among those of its run.
 * @returns (U) the unit that each unit takes its multiplier from.
 */
export function shuffledUnits(units: Uint32Array, unitCount: number, seed: number, place = 0): Uint32Array {
  const sources = new Uint32Array(unitCount);
  for (let unit = 0; unit < unitCount; unit++) sources[unit] = unit;
  for (const [i, other] of counterOrder(seed, SHUFFLE_STREAM, place, units.length).entries()) {
    sources[units[i]] = units[other];
  }
  return sources;
}
