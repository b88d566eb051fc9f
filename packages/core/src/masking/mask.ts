import { ShapeError } from "../errors.js";
import { checkAlpha, type QuantileMaskRule } from "./maskRule.js";
import { selectUnits, type UnitSelection } from "./selectUnits.js";

/** Steps of a soft mask: m and 1 - m are multiples of 2^-24, which float32 holds exactly. */
const SOFT_STEPS = 2 ** 24;

/** A mask of one checkpoint with the selection it comes from. */
export interface QuantileMask {
  /** (U) multipliers: alpha for the chosen units, 1 for all others. */
  readonly mask: Float32Array;
  readonly selection: UnitSelection;
}

/**
 * Mask of one checkpoint by rank: see `selectUnits`. Several checkpoints are masked together, each by its own map.
 *
 * @param values (U) index of each unit.
 * @param place of the checkpoint among those of its run.
 * @throws {RunSpecError} when the rule is impossible.
 */
export function quantileMask(values: ArrayLike<number>, rule: QuantileMaskRule, place = 0): QuantileMask {
  const selection = selectUnits(values, rule, place);
  return { mask: maskOfUnits(values.length, selection.units, rule.alpha), selection };
}

/**
 * Multipliers that change the given units only.
 *
 * @param unitCount U
 * @param units flat unit numbers below U.
 * @returns (U) alpha at the units, 1 elsewhere.
 * @throws {RunSpecError} when alpha is no number within 1000.
 * @throws {ShapeError} when a unit does not exist.
 */
export function maskOfUnits(unitCount: number, units: Uint32Array, alpha: number): Float32Array {
  checkAlpha(alpha);
  const mask = new Float32Array(unitCount).fill(1);
  for (let i = 0; i < units.length; i++) {
    if (!(units[i] < unitCount)) {
      throw new ShapeError(`Unit ${units[i]} is to be masked, but the checkpoint has ${unitCount} units.`);
    }
    mask[units[i]] = alpha;
  }
  return mask;
}

/**
 * The part of every activation that an index map claims, or the rest of it: a m, or a (1 - m) when inverted, with m the
 * value clipped to [0, 1] (Kharyuk, Matveev and Oseledets, arXiv 2503.03283). An undefined unit has nothing to claim:
 * m = 0. m is rounded to multiples of 2^-24, so that m and 1 - m add up to exactly 1.
 *
 * @param values (U) shares of variance.
 * @returns (U) multipliers in [0, 1].
 */
export function softMask(
  values: ArrayLike<number>,
  { inverted, byMagnitude = false }: { readonly inverted: boolean; readonly byMagnitude?: boolean },
): Float32Array {
  return Float32Array.from(values, (value) => {
    const claimed = Number.isNaN(value) ? 0 : Math.min(1, Math.max(0, byMagnitude ? Math.abs(value) : value));
    const m = Math.round(claimed * SOFT_STEPS) / SOFT_STEPS;
    return inverted ? 1 - m : m;
  });
}

/**
 * How many of the units lie in each channel.
 *
 * @param shape (C, H, W), or (C) of a checkpoint without extent.
 * @returns (C)
 * @throws {ShapeError} when a unit is outside the shape.
 */
export function unitsPerChannel(units: Uint32Array, shape: readonly number[]): Uint32Array {
  const [channels, ...extent] = shape;
  const pixels = extent.reduce((product, axis) => product * axis, 1);
  const counts = new Uint32Array(channels);
  for (let i = 0; i < units.length; i++) {
    const channel = Math.floor(units[i] / pixels);
    if (!(channel < channels)) {
      throw new ShapeError(`Unit ${units[i]} is outside a checkpoint of shape [${shape.join(",")}].`);
    }
    counts[channel]++;
  }
  return counts;
}
