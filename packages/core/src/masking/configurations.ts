import { quantileMask, softMask } from "./mask.js";
import type { UnitRule } from "./maskRule.js";
import type { UnitSelection } from "./selectUnits.js";

/** How one mask of the study is made from an index map. */
export interface MaskConfiguration {
  readonly label: string;
  /** Multiplier of the chosen units; null for soft masks. */
  readonly alpha: number | null;
  /** Percentile from which on units are chosen; null for soft masks. */
  readonly percentile: number | null;
  readonly soft: boolean;
  /** True for 1 - m. */
  readonly inverted: boolean;
}

const ALPHAS = [0, 0.5, 1.5];
const PERCENTILES = [0.5, 0.6, 0.7, 0.8, 0.9];

/**
 * The 17 configurations of Kharyuk, Matveev and Oseledets (arXiv 2503.03283) in their order: the percentiles under each
 * alpha, then m and 1 - m.
 */
export const MASK_CONFIGURATIONS: readonly MaskConfiguration[] = [
  ...ALPHAS.flatMap((alpha) =>
    PERCENTILES.map((percentile) => ({
      label: `alpha ${alpha}, percentile ${percentile}`,
      alpha,
      percentile,
      soft: false,
      inverted: false,
    })),
  ),
  { label: "soft m", alpha: null, percentile: null, soft: true, inverted: false },
  { label: "soft 1 - m", alpha: null, percentile: null, soft: true, inverted: true },
];

/** A mask of one checkpoint; without a selection when it is soft. */
export interface ConfiguredMask {
  /** (U) multipliers. */
  readonly mask: Float32Array;
  readonly selection: UnitSelection | null;
}

/**
 * Mask of one checkpoint under a configuration. Of one map and seed, configurations that differ in alpha choose the
 * same units.
 *
 * @param values (U) index of each unit.
 * @param place of the checkpoint among those of its run.
 * @throws {RunSpecError} when a configuration made elsewhere is impossible.
 */
export function configuredMask(
  values: ArrayLike<number>,
  { alpha, percentile, inverted }: MaskConfiguration,
  rule: Pick<UnitRule, "seed" | "byMagnitude">,
  place = 0,
): ConfiguredMask {
  if (alpha === null || percentile === null) {
    return { mask: softMask(values, { inverted, byMagnitude: rule.byMagnitude }), selection: null };
  }
  return quantileMask(values, { ...rule, alpha, percentile, direction: "ABOVE" }, place);
}
