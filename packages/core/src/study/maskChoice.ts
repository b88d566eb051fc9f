import { RunSpecError } from "../errors.js";
import { type Combination, combineUnits } from "../masking/combineMasks.js";
import { definedUnits } from "../masking/controlUnits.js";
import { maskOfUnits, softMask } from "../masking/mask.js";
import { checkAlpha, type MaskDirection } from "../masking/maskRule.js";
import { selectUnits } from "../masking/selectUnits.js";
import { unitCount } from "../run/checkpointUnits.js";
import type { RunMeasure } from "../run/runResult.js";
import type { CheckpointSpec, RunSpec } from "../run/runSpec.js";
import { mapsOfFactor } from "./mapsOfFactor.js";
import { chooseMaskedCheckpoints } from "./maskedCheckpoints.js";
import { isByMagnitude, requireMaskMeasure } from "./maskMeasures.js";
import type { UnitMaps } from "./unitMaps.js";

/** M: every activation times its index, clipped to [0, 1]; ONE_MINUS_M: times the rest. */
export type SoftMask = "M" | "ONE_MINUS_M";

/** Which units of a run's checkpoints a mask changes, and how. */
export interface MaskRule {
  readonly measure: RunMeasure;
  readonly factor: string;
  /** Second factor of S2, else null. */
  readonly withFactor: string | null;
  /** See `UnitRule`. */
  readonly percentile: number;
  readonly direction: MaskDirection;
  /** Names; all convolutional checkpoints of the run when empty. They are masked together, each by its own map. */
  readonly checkpoints: readonly string[];
  readonly alpha: number;
  /** When set, percentile, direction and alpha do not matter. */
  readonly soft: SoftMask | null;
  /** Decides among equal values. */
  readonly seed: number;
}

/** What a mask does at one checkpoint. */
export interface CheckpointMask {
  readonly checkpoint: string;
  readonly tensor: string;
  readonly shape: readonly number[];
  /** Changed units, flat in C, H, W order, ascending; of a soft mask the units with an index. */
  readonly units: Uint32Array;
  /** Multiplier of the changed units; null for soft masks. */
  readonly alpha: number | null;
  /** (U) of a soft mask, else null. */
  readonly multipliers: Float32Array | null;
  /** Units that the rule asks for, may choose from, and that have no index. See `UnitSelection`. */
  readonly requested: number;
  readonly eligible: number;
  readonly undefinedUnits: number;
  /** Weakest value chosen; NaN when none is, and for soft and combined masks. */
  readonly threshold: number;
  readonly tiesLeftOut: number;
}

/**
 * The mask that a rule makes of a run's index maps.
 *
 * @returns one entry a masked checkpoint, in forward order.
 * @throws {RunSpecError} when the rule is impossible, or the run has no such map or checkpoint.
 */
export async function chooseMask(
  rule: MaskRule,
  run: RunSpec,
  maps: UnitMaps,
): Promise<readonly CheckpointMask[]> {
  requireMaskMeasure(rule.measure);
  const { measure, factor, withFactor } = rule;
  const masks: CheckpointMask[] = [];
  for (const checkpoint of chooseMaskedCheckpoints(run, rule.checkpoints)) {
    const [values] = await mapsOfFactor([checkpoint], { measure, factor, withFactor }, maps);
    masks.push(
      rule.soft === null
        ? quantileMask(rule, checkpoint, values, placeOf(run, checkpoint.name))
        : softMaskOf(rule, rule.soft, checkpoint, values),
    );
  }
  return masks;
}

/** Ordinal of a checkpoint among those of its run: what draws of units at different checkpoints differ by. */
export function placeOf(run: RunSpec, checkpoint: string): number {
  return run.checkpoints.findIndex(({ name }) => name === checkpoint);
}

/**
 * The units of two masks together. Of a checkpoint that one mask does not have, it chooses nothing.
 *
 * @returns one entry a checkpoint of either mask, those of `left` first. Only units and multiplier are the mask's own:
 *   `requested` and `eligible` are the number of units, there is no threshold, and `undefinedUnits` is the larger
 *   count of the two.
 * @throws {RunSpecError} for soft masks, which choose no units, for an impossible alpha, and when the masks disagree on
 *   the shape of a checkpoint.
 */
export function combineMasks(
  left: readonly CheckpointMask[],
  right: readonly CheckpointMask[],
  combination: Combination,
  alpha: number,
): readonly CheckpointMask[] {
  checkAlpha(alpha);
  const known = new Map<string, CheckpointMask>();
  for (const mask of [...left, ...right]) {
    if (mask.multipliers !== null) {
      throw new RunSpecError(
        "A soft mask changes every unit by its own share and chooses none, so it cannot be combined; combine masks by percentile.",
        "combination",
      );
    }
    const other = known.get(mask.checkpoint);
    if (other !== undefined && other.shape.join() !== mask.shape.join()) {
      throw new RunSpecError(
        `The masks are of different networks: ${mask.checkpoint} has the shape [${other.shape}] in one, [${mask.shape}] in the other.`,
        "combination",
      );
    }
    known.set(mask.checkpoint, {
      ...mask,
      undefinedUnits: Math.max(mask.undefinedUnits, other?.undefinedUnits ?? 0),
    });
  }
  const unitsOf = (masks: readonly CheckpointMask[]) =>
    new Map(masks.map(({ checkpoint, units }) => [checkpoint, units]));
  return [...combineUnits(unitsOf(left), unitsOf(right), combination)].map(([checkpoint, units]) => {
    const { tensor, shape, undefinedUnits } = known.get(checkpoint) as CheckpointMask;
    return {
      checkpoint,
      tensor,
      shape,
      units,
      alpha,
      multipliers: null,
      requested: units.length,
      eligible: units.length,
      undefinedUnits,
      threshold: Number.NaN,
      tiesLeftOut: 0,
    };
  });
}

/** (U) what the checkpoint's activations are multiplied by. */
export function multipliersOf(mask: CheckpointMask): Float32Array {
  if (mask.multipliers !== null) return mask.multipliers;
  if (mask.alpha === null)
    throw new RunSpecError(`The mask of ${mask.checkpoint} has no multiplier.`, "alpha");
  return maskOfUnits(unitCount(mask), mask.units, mask.alpha);
}

function quantileMask(
  rule: MaskRule,
  { name, tensor, shape }: CheckpointSpec,
  values: ArrayLike<number>,
  place: number,
): CheckpointMask {
  const { percentile, direction, seed, alpha } = rule;
  checkAlpha(alpha);
  const byMagnitude = isByMagnitude(rule.measure);
  const selection = selectUnits(values, { percentile, direction, seed, byMagnitude }, place);
  return { checkpoint: name, tensor, shape, alpha, multipliers: null, ...selection };
}

function softMaskOf(
  rule: MaskRule,
  soft: SoftMask,
  { name, tensor, shape }: CheckpointSpec,
  values: ArrayLike<number>,
): CheckpointMask {
  const units = definedUnits(values);
  return {
    checkpoint: name,
    tensor,
    shape,
    units,
    alpha: null,
    multipliers: softMask(values, {
      inverted: soft === "ONE_MINUS_M",
      byMagnitude: isByMagnitude(rule.measure),
    }),
    requested: units.length,
    eligible: units.length,
    undefinedUnits: values.length - units.length,
    threshold: Number.NaN,
    tiesLeftOut: 0,
  };
}
