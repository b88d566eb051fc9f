import { RunSpecError } from "../errors.js";

/** ABOVE: the most sensitive units; BELOW: the least sensitive ones. */
export type MaskDirection = "ABOVE" | "BELOW";

/** Which units of an index map are chosen. */
export interface UnitRule {
  /**
   * q in [0, 1], of the checkpoint's U units, undefined ones counted. ABOVE chooses the ceil((1 - q) U) units of the
   * largest values, BELOW the ceil(q U) of the smallest; fewer only where fewer may be chosen at all.
   */
  readonly percentile: number;
  readonly direction: MaskDirection;
  /** Decides which of equal values at the edge are chosen; 0 to 2^53 - 1. */
  readonly seed: number;
  /**
   * Whether ABOVE may choose values of 0 and below, which show no sensitivity.
   * @default false
   */
  readonly allowNonPositive?: boolean;
  /**
   * Ranks absolute values, for measures whose sign is a direction, as that of a contrast.
   * @default false
   */
  readonly byMagnitude?: boolean;
}

/** Units by rank, their activations multiplied by `alpha`: 0 silences, 1 leaves, 1.5 amplifies. */
export interface QuantileMaskRule extends UnitRule {
  readonly alpha: number;
}

/** Largest |alpha|: larger ones would carry activations out of the range of float32 within few layers. */
export const MAX_ALPHA = 1000;

/**
 * Refuses a rule that means nothing.
 *
 * @throws {RunSpecError} naming the field.
 */
export function checkUnitRule(rule: UnitRule): void {
  if (!(rule.percentile >= 0 && rule.percentile <= 1)) {
    throw new RunSpecError(`The percentile of a mask is from 0 to 1, not ${rule.percentile}.`, "percentile");
  }
  if (rule.direction !== "ABOVE" && rule.direction !== "BELOW") {
    throw new RunSpecError(`The direction of a mask is ABOVE or BELOW, not ${rule.direction}.`, "direction");
  }
  if (!Number.isSafeInteger(rule.seed) || rule.seed < 0) {
    throw new RunSpecError(
      `The seed of a mask is a whole number from 0 to 2^53 - 1, not ${rule.seed}.`,
      "seed",
    );
  }
}

/**
 * Refuses a multiplier that is no number or out of all proportion.
 *
 * @throws {RunSpecError} naming alpha.
 */
export function checkAlpha(alpha: number): void {
  if (!(Math.abs(alpha) <= MAX_ALPHA)) {
    throw new RunSpecError(
      `The alpha of a mask is a number from ${-MAX_ALPHA} to ${MAX_ALPHA}, not ${alpha}.`,
      "alpha",
    );
  }
}

/**
 * Number of units that a rule asks for: ceil((1 - q) U) above, ceil(q U) below. Written shares such as 0.3 are no
 * binary numbers; what lies above a whole number by no more than that rounding does not take another unit.
 */
export function requestedUnits(
  { percentile, direction }: Pick<UnitRule, "percentile" | "direction">,
  units: number,
): number {
  const share = direction === "ABOVE" ? 1 - percentile : percentile;
  return Math.max(0, Math.ceil(share * units - units * 2 ** -50));
}
