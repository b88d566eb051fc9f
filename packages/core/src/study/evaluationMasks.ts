import { RunSpecError } from "../errors.js";
import { leastSensitiveUnits } from "../masking/controlUnits.js";
import { unitCount } from "../run/checkpointUnits.js";
import { CompactMaskBuilder } from "./compactMasks.js";
import { ControlMasks } from "./controlMasks.js";
import { mapsOfFactor } from "./mapsOfFactor.js";
import { type CheckpointMask, type MaskRule, placeOf } from "./maskChoice.js";
import { isByMagnitude } from "./maskMeasures.js";
import { type BuiltMasks, builtMasks } from "./testMasks.js";
import { hasLeastSensitive, type TestSpec } from "./testSpec.js";
import type { UnitMaps } from "./unitMaps.js";

/**
 * A mask with its controls: random ones, and as many of the least sensitive units where it comes from one map by rank.
 *
 * @param rules that the mask was made by, see `runMaskEvaluation`.
 * @throws {RunSpecError} when mask and test do not belong together, or the run lacks a map.
 */
export async function evaluationMasks(
  spec: TestSpec,
  mask: readonly CheckpointMask[],
  rules: readonly MaskRule[],
  maps: UnitMaps,
): Promise<BuiltMasks> {
  requireSameCheckpoints(spec, mask);
  const values = await valuesOf(spec, rules, maps);
  const builder = new CompactMaskBuilder(spec.masked.map(unitCount));
  const random = new ControlMasks(spec);
  const alpha = alphaOf(mask);
  if (alpha === null) {
    const soft = mask.map(({ multipliers }) => multipliers as Float32Array);
    return builtMasks(builder, {
      kind: "EVALUATION",
      masked: builder.soft(soft, false),
      controls: random.orders(values).map((sources) => builder.soft(soft, false, sources)),
      leastSensitive: null,
    });
  }
  const counts = mask.map(({ units }) => units.length);
  return builtMasks(builder, {
    kind: "EVALUATION",
    masked: builder.chosen(
      mask.map(({ units }) => units),
      alpha,
    ),
    controls: random.units(values, counts).map((units) => builder.chosen(units, alpha)),
    leastSensitive: hasLeastSensitive(rules)
      ? builder.chosen(leastSensitive(spec, values, counts, rules[0]), alpha)
      : null,
  });
}

function leastSensitive(
  { masked, run }: TestSpec,
  values: readonly ArrayLike<number>[],
  counts: readonly number[],
  { measure, seed }: MaskRule,
): Uint32Array[] {
  const rule = { seed, byMagnitude: isByMagnitude(measure) };
  return masked.map(
    ({ name }, i) => leastSensitiveUnits(values[i], counts[i], rule, placeOf(run, name)).units,
  );
}

/** [checkpoint](U) the map of the rule; of several, a number wherever one of them has an index. */
async function valuesOf(
  { masked }: TestSpec,
  rules: readonly MaskRule[],
  maps: UnitMaps,
): Promise<ArrayLike<number>[]> {
  const values: ArrayLike<number>[] = [];
  for (const checkpoint of masked) {
    let merged: ArrayLike<number> | null = null;
    for (const { measure, factor, withFactor, checkpoints } of rules) {
      if (checkpoints.length > 0 && !checkpoints.includes(checkpoint.name)) continue;
      const [own] = await mapsOfFactor([checkpoint], { measure, factor, withFactor }, maps);
      merged = merged === null ? own : either(merged, own);
    }
    if (merged === null) {
      throw new RunSpecError(
        `No rule of the mask is about ${checkpoint.name}, which it masks; give the rules that it was made by.`,
        "rules",
      );
    }
    values.push(merged);
  }
  return values;
}

function either(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from(a, (value, u) => (Number.isNaN(value) ? b[u] : value));
}

function requireSameCheckpoints({ masked }: TestSpec, mask: readonly CheckpointMask[]): void {
  const textOf = (name: string, { tensor, shape }: Pick<CheckpointMask, "tensor" | "shape">) =>
    `${name} (${tensor}) [${shape}]`;
  const ofTest = masked.map((checkpoint) => textOf(checkpoint.name, checkpoint)).join(", ");
  const ofMask = mask.map((own) => textOf(own.checkpoint, own)).join(", ");
  if (ofTest === ofMask) return;
  throw new RunSpecError(`The mask is of ${ofMask || "nothing"}, but the test is of ${ofTest}.`, "mask");
}

/** The one multiplier of a mask; null when it is soft. */
function alphaOf(mask: readonly CheckpointMask[]): number | null {
  const [{ alpha }] = mask;
  for (const own of mask) {
    if (own.alpha === alpha && (own.multipliers === null) === (alpha !== null)) continue;
    throw new RunSpecError(
      `The mask multiplies by ${alpha ?? "soft shares"} at ${mask[0].checkpoint} and by ${own.alpha ?? "soft shares"} at ${own.checkpoint}; a test takes one multiplier.`,
      "mask",
    );
  }
  return alpha;
}
