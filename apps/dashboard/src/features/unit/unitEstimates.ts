import type { Estimate } from "@/format/estimate";
import type { Measure, UnitQuery } from "@/gql/graphql";

export type RunOfUnit = NonNullable<UnitQuery["run"]>;
export type FoundUnit = NonNullable<RunOfUnit["unit"]>;

/** One number of a unit with what is known of it; flags are null where the measure has none. */
export interface UnitEstimate extends Estimate {
  readonly trusted: boolean | null;
  readonly distinguishable: boolean | null;
}

/** The value of one measure of one factor (null: of none); all null where the run holds no such value. */
export function unitEstimate(
  indices: FoundUnit["indices"],
  measure: Measure,
  factor: string | null,
): UnitEstimate {
  const index = indices.find(
    (entry) => entry.measure === measure && (entry.factor ?? null) === factor && !entry.withFactor,
  );
  return {
    value: index?.value ?? null,
    halfWidth: index?.halfWidth95 ?? null,
    trusted: index?.trusted ?? null,
    distinguishable: index?.distinguishable ?? null,
  };
}
