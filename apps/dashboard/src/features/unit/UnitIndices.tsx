"use client";

import { useQuery } from "@apollo/client/react";
import { FactorMark } from "@/charts/ChartTooltip";
import { ComparisonAxis, ComparisonDots } from "@/charts/ComparisonDots";
import { unitSentence } from "@/charts/sentences";
import { zeroBasedAxis } from "@/charts/ticks";
import { mapSummaries } from "@/features/run/mapSummaries";
import { RunMapsDocument } from "@/features/run/run.query";
import { Figure } from "@/figure/Figure";
import { formatEstimate } from "@/format/estimate";
import { measuresOf, UNIT_MEASURE_NAMES } from "@/format/measures";
import { factorName } from "@/format/names";
import { formatPValue, MISSING } from "@/format/number";
import type { Measure, Method } from "@/gql/graphql";
import { factorColour } from "@/theme/factorColours";
import { UntrustedMark } from "@/ui/UntrustedMark";
import { standing } from "./standing";
import { UnitDocument } from "./unit.query";
import { type FoundUnit, type RunOfUnit, type UnitEstimate, unitEstimate } from "./unitEstimates";

/** Shown as numbers beside those that are drawn. */
const FURTHER: Partial<Readonly<Record<Method, readonly Measure[]>>> = {
  CONTRAST: ["CONTRAST_RANK", "CONTRAST_MEAN", "CONTRAST_SD", "CONTRAST_P_CORRECTED"],
};

const HELP: Partial<Readonly<Record<Method, string>>> = {
  SOBOL:
    "Full dot: total effect (ST). Hollow dot: first order (S1). Lines are 95 % intervals. The gap between the two is what the factor does only together with others.",
  SHAPLEY:
    "Full dot: Shapley effect, the factor's fair share; the shares of all factors add up to 1. Hollow dots below it: ST and S1, between which it lies. Lines are 95 % intervals.",
  SHAPLEY_NESTED:
    "The Shapley effect of every factor, its fair share of this unit's variance; the shares of all factors add up to 1. Lines are 95 % intervals.",
  CONTRAST:
    "Dot: correlation of the activation with whether the image was changed. The p value tests the paired differences (Wilcoxon), corrected for all units of all checkpoints.",
};

interface UnitIndicesProps {
  readonly run: RunOfUnit;
  readonly unit: FoundUnit;
  readonly variables: Readonly<Record<string, unknown>>;
}

/** Every measure of every factor of one unit, drawn on one axis. */
export function UnitIndices({ run, unit, variables }: UnitIndicesProps) {
  const measures = measuresOf(run.method);
  const [main] = measures;
  const further = FURTHER[run.method] ?? [];
  const maps = useQuery(RunMapsDocument, { variables: { id: run.id, measure: main } });
  const summaries = mapSummaries(maps.data).filter((map) => map.checkpoint === unit.checkpoint);
  const rows = run.factors.map(({ key }) => ({
    factor: key,
    estimates: measures.map((measure) => unitEstimate(unit.indices, measure, key)),
  }));
  const axis = zeroBasedAxis(
    rows.flatMap(({ estimates }) =>
      estimates.flatMap((e) => [(e.value ?? 0) - (e.halfWidth ?? 0), (e.value ?? 0) + (e.halfWidth ?? 0)]),
    ),
  );
  const alone = measures.indexOf("S1");
  const name = (measure: Measure) => UNIT_MEASURE_NAMES[measure];
  return (
    <Figure
      title="All indices of this unit"
      sentence={unitSentence(
        rows.map(({ factor, estimates }) => ({
          factor,
          main: estimates[0]!,
          alone: alone < 0 ? null : estimates[alone]!,
        })),
        main,
      )}
      help={{ text: HELP[run.method] ?? "", anchor: "unit" }}
      source={{
        fileName: `${run.name}-${unit.checkpoint}-${unit.channel}-${unit.y}-${unit.x}`,
        table: () => [
          ["measure", "factor", "with_factor", "value", "half_width_95", "trusted"],
          ...unit.indices.map((entry) => [
            entry.measure,
            entry.factor ?? null,
            entry.withFactor ?? null,
            entry.value ?? null,
            entry.halfWidth95 ?? null,
            entry.trusted == null ? null : Number(entry.trusted),
          ]),
        ],
        query: UnitDocument,
        variables,
      }}
    >
      <div className="overflow-x-auto">
        <table className="w-full min-w-[680px]">
          <thead>
            <tr className="border-b border-border text-left text-xs text-muted">
              <th className="py-1.5 pr-3 font-medium">Factor</th>
              <th className="w-[32%] py-1.5 pr-4 font-medium">
                <ComparisonAxis axis={axis} />
              </th>
              {[...measures, ...further].map((measure) => (
                <th key={measure} className="py-1.5 pr-3 text-right font-medium">
                  {name(measure)}
                </th>
              ))}
              <th className="py-1.5 pl-3 font-medium">{name(main)} stands</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ factor, estimates }) => (
              <tr key={factor} className="border-b border-border last:border-0">
                <th scope="row" className="whitespace-nowrap py-1 pr-3 text-left font-normal">
                  <span className="inline-flex items-center gap-2">
                    <FactorMark factor={factor} />
                    {factorName(factor)}
                  </span>
                </th>
                <td className="py-1 pr-4">
                  <ComparisonDots
                    axis={axis}
                    dots={estimates.map((estimate, at) => ({
                      ...estimate,
                      key: measures[at]!,
                      name: name(measures[at]!),
                      colour: factorColour(factor),
                      isBaseline: at === 0,
                      isSignificant: false,
                    }))}
                  />
                </td>
                {estimates.map((estimate, at) => (
                  <EstimateCell key={measures[at]} estimate={estimate} />
                ))}
                {further.map((measure) => (
                  <td key={measure} className="whitespace-nowrap py-1 pr-3 text-right">
                    {furtherText(measure, unitEstimate(unit.indices, measure, factor))}
                  </td>
                ))}
                <td className="py-1 pl-3 text-xs text-muted">
                  {standing(
                    estimates[0]!.value,
                    summaries.find((map) => map.factor === factor)?.quantiles ?? [],
                  ) ?? MISSING}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Figure>
  );
}

function furtherText(measure: Measure, estimate: UnitEstimate): string {
  return measure === "CONTRAST_P_CORRECTED" ? formatPValue(estimate.value) : formatEstimate(estimate);
}

function EstimateCell({ estimate }: { readonly estimate: UnitEstimate }) {
  const isQuiet = estimate.distinguishable === false;
  return (
    <td
      className={`whitespace-nowrap py-1 pr-3 text-right ${isQuiet ? "text-muted" : ""}`}
      title={isQuiet ? "Not distinguishable from 0 (false discovery rate 5 %)" : undefined}
    >
      {estimate.trusted === false ? <UntrustedMark /> : null}
      {formatEstimate(estimate)}
    </td>
  );
}
