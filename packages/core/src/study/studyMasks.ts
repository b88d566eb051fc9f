import { setImmediate } from "node:timers/promises";
import { CancelledError } from "../errors.js";
import { configuredMask, MASK_CONFIGURATIONS, type MaskConfiguration } from "../masking/configurations.js";
import { softMask } from "../masking/mask.js";
import { unitCount } from "../run/checkpointUnits.js";
import { CompactMaskBuilder } from "./compactMasks.js";
import { ControlMasks } from "./controlMasks.js";
import { mapsOfFactor } from "./mapsOfFactor.js";
import { placeOf } from "./maskChoice.js";
import { isByMagnitude } from "./maskMeasures.js";
import { type BuiltMasks, builtMasks } from "./testMasks.js";
import type { StudySpec } from "./testSpec.js";
import type { UnitMaps } from "./unitMaps.js";

/**
 * The masks of a study: of every factor in every configuration, and their random controls. Maps are read factor by
 * factor and forgotten.
 *
 * @throws {RunSpecError} when the run lacks a map.
 * @throws {CancelledError} when `signal` is aborted.
 */
export async function studyMasks(spec: StudySpec, maps: UnitMaps, signal?: AbortSignal): Promise<BuiltMasks> {
  const builder = new CompactMaskBuilder(spec.masked.map(unitCount));
  const controls = new ControlMasks(spec);
  const masked: number[][] = [];
  const control: number[][][] = [];
  for (const factor of spec.factors) {
    // A factor of a large network takes seconds: others are heard in between.
    await setImmediate();
    if (signal?.aborted) throw new CancelledError();
    const values = await mapsOfFactor(spec.masked, { measure: spec.measure, factor, withFactor: null }, maps);
    const own = new FactorMasks(spec, values, builder, controls);
    masked.push(MASK_CONFIGURATIONS.map((configuration) => own.masked(configuration)));
    control.push(MASK_CONFIGURATIONS.map((configuration) => own.controls(configuration)));
  }
  return builtMasks(builder, { kind: "STUDY", masked, controls: control });
}

/** Masks of one factor. */
class FactorMasks {
  private readonly soft: readonly Float32Array[];
  /** By percentile: configurations that differ in alpha choose the same units. */
  private readonly chosen = new Map<number, readonly Uint32Array[]>();

  constructor(
    private readonly spec: StudySpec,
    private readonly values: readonly ArrayLike<number>[],
    private readonly builder: CompactMaskBuilder,
    private readonly random: ControlMasks,
  ) {
    const byMagnitude = isByMagnitude(spec.measure);
    this.soft = values.map((own) => softMask(own, { inverted: false, byMagnitude }));
  }

  masked(configuration: MaskConfiguration): number {
    const { alpha, inverted } = configuration;
    if (alpha === null) return this.builder.soft(this.soft, inverted);
    return this.builder.chosen(this.unitsOf(configuration), alpha);
  }

  controls(configuration: MaskConfiguration): number[] {
    const { alpha, inverted } = configuration;
    if (alpha === null) {
      return this.random
        .orders(this.values)
        .map((sources) => this.builder.soft(this.soft, inverted, sources));
    }
    const counts = this.unitsOf(configuration).map((units) => units.length);
    return this.random.units(this.values, counts).map((units) => this.builder.chosen(units, alpha));
  }

  private unitsOf(configuration: MaskConfiguration): readonly Uint32Array[] {
    const percentile = configuration.percentile ?? Number.NaN;
    const known = this.chosen.get(percentile);
    if (known !== undefined) return known;
    const { seed, measure, masked, run } = this.spec;
    const rule = { seed, byMagnitude: isByMagnitude(measure) };
    const units = masked.map(({ name }, i) => {
      const { selection } = configuredMask(this.values[i], configuration, rule, placeOf(run, name));
      if (selection === null) throw new Error(`The configuration ${configuration.label} chooses no units.`);
      return selection.units;
    });
    this.chosen.set(percentile, units);
    return units;
  }
}
