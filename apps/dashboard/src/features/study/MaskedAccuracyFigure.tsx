"use client";

import { useRef } from "react";
import { ComparisonAxis, ComparisonDots } from "@/charts/ComparisonDots";
import { MaskedAccuracyChart } from "@/charts/MaskedAccuracyChart";
import {
  type ConfigurationLike,
  configurationWords,
  prepareStudyChart,
  type StudyChart,
  type StudyVector,
  studyPoints,
  vectorSentence,
} from "@/charts/prepareStudy";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { formatAccuracy, formatPoints } from "@/format/accuracy";
import { formatAlpha } from "@/format/maskWords";
import { factorName } from "@/format/names";
import { formatTenths } from "@/format/number";
import { factorColour } from "@/theme/factorColours";
import { Select } from "@/ui/Select";
import type { Study } from "./StudyHeader";
import { StudyAccuraciesDocument } from "./study.query";

interface MaskedAccuracyFigureProps {
  readonly study: Study;
  readonly vector: StudyVector;
  readonly configurations: readonly ConfigurationLike[];
  readonly inputs: readonly { readonly value: string; readonly label: string }[];
  readonly factors: readonly string[];
  readonly onChoose: (input: string, factor: string) => void;
}

function panelTitle(alpha: number): string {
  const word = alpha === 0 ? "Silenced" : alpha < 1 ? "Damped" : "Amplified";
  return `${word} (α ${formatAlpha(alpha)})`;
}

/** Accuracy against the share of masked units for one input and masking factor, a panel a multiplier. */
export function MaskedAccuracyFigure({
  study,
  vector,
  configurations,
  inputs,
  factors,
  onChoose,
}: MaskedAccuracyFigureProps) {
  const drawing = useRef<HTMLDivElement>(null);
  const { input, maskFactor } = vector;
  const chart = prepareStudyChart(vector, configurations);
  return (
    <Figure
      title="Accuracy by share of masked units"
      sentence={vectorSentence(vector, configurations)}
      help={{
        text: "Solid: the factor's most sensitive units masked. Dashed: as many random units; a solid point outside the grey band differs from them beyond the 95 % interval of the paired difference. Dotted: no mask. A ring marks a collapse to one answer.",
        anchor: "study",
      }}
      source={{
        fileName: `${study.name}-${input}-${maskFactor}`,
        table: () => [
          [
            "input",
            "mask_factor",
            "alpha",
            "percentile",
            "soft",
            "top1",
            "half_width_95",
            "random_top1",
            "masked_minus_random",
            "difference_half_width_95",
            "collapsed",
          ],
          ...studyPoints(vector, configurations).map((point) => [
            input,
            maskFactor,
            point.configuration.alpha ?? null,
            point.configuration.percentile ?? null,
            point.configuration.soft ? (point.configuration.inverted ? "1-m" : "m") : "",
            point.masked.value,
            point.masked.halfWidth,
            point.random,
            point.difference.value,
            point.difference.halfWidth,
            Number(point.isCollapsed),
          ]),
        ],
        svg: () => serialiseFigure(drawing.current),
        query: StudyAccuraciesDocument,
        variables: { id: study.id },
      }}
      controls={
        <>
          <Select
            label="Images"
            value={input}
            choices={inputs}
            onChange={(value) => onChoose(value, maskFactor)}
          />
          <Select
            label="Masked by"
            value={maskFactor}
            choices={factors.map((key) => ({ value: key, label: factorName(key) }))}
            onChange={(value) => onChoose(input, value)}
          />
          <Legend factor={maskFactor} />
        </>
      }
    >
      <div ref={drawing} data-testid="masked-accuracy" className="space-y-4">
        <div className="grid gap-x-4 gap-y-4 lg:grid-cols-3">
          {chart.panels.map((panel) => (
            <div key={panel.alpha} className="min-w-0">
              <h3 className="pl-2 font-medium">
                <span data-figure-text>{panelTitle(panel.alpha)}</span>
              </h3>
              <MaskedAccuracyChart
                panel={panel}
                factor={maskFactor}
                unmasked={chart.unmasked}
                axis={chart.axis}
              />
            </div>
          ))}
        </div>
        <SoftMasks chart={chart} factor={maskFactor} />
      </div>
    </Figure>
  );
}

function Legend({ factor }: { readonly factor: string }) {
  const lines = [
    { label: "masked", stroke: factorColour(factor), dash: "" },
    { label: "as many random units", stroke: "var(--muted)", dash: "5 4" },
    { label: "no mask", stroke: "var(--text)", dash: "1 4" },
  ];
  return (
    <span className="flex flex-wrap gap-x-4 gap-y-1 text-xs">
      {lines.map(({ label, stroke, dash }) => (
        <span key={label} className="inline-flex items-center gap-1.5">
          <svg aria-hidden="true" width={24} height={8}>
            <line x1={0} x2={24} y1={4} y2={4} stroke={stroke} strokeWidth={2} strokeDasharray={dash} />
          </svg>
          {label}
        </span>
      ))}
    </span>
  );
}

/** The two soft masks, which have no share: accuracy with the multipliers in place and shuffled. */
function SoftMasks({ chart, factor }: { readonly chart: StudyChart; readonly factor: string }) {
  if (chart.soft.length === 0) return null;
  return (
    <div className="overflow-x-auto">
      <table className="w-full min-w-[560px]">
        <thead>
          <tr className="border-b border-border text-left text-xs text-muted">
            <th className="w-40 py-1.5 pr-3 font-medium">Every unit scaled by</th>
            <th className="py-1.5 pr-4 font-medium">
              <ComparisonAxis axis={chart.axis} />
            </th>
            <th className="py-1.5 pr-4 text-right font-medium">Masked</th>
            <th className="py-1.5 pr-4 text-right font-medium">Shuffled</th>
            <th className="py-1.5 text-right font-medium">Difference</th>
          </tr>
        </thead>
        <tbody>
          {chart.soft.map((point) => {
            const words = configurationWords(point.configuration);
            return (
              <tr key={words} className="border-b border-border last:border-0">
                <th scope="row" className="py-1 pr-3 text-left font-normal">
                  <span data-figure-text>{words}</span>
                </th>
                <td className="py-1 pr-4">
                  <ComparisonDots
                    axis={chart.axis}
                    dots={[
                      {
                        key: "masked",
                        name: "masked",
                        ...point.masked,
                        colour: factorColour(factor),
                        isBaseline: true,
                        isSignificant: false,
                      },
                      {
                        key: "random",
                        name: "shuffled",
                        value: point.random,
                        halfWidth: null,
                        colour: "var(--muted)",
                        isBaseline: false,
                        isSignificant: false,
                      },
                    ]}
                  />
                </td>
                <td className="whitespace-nowrap py-1 pr-4 text-right">
                  {formatAccuracy(point.masked.value ?? 0, point.masked.halfWidth)}
                </td>
                <td className="whitespace-nowrap py-1 pr-4 text-right text-muted">
                  {formatTenths(point.random)}
                </td>
                <td
                  className={`whitespace-nowrap py-1 text-right ${point.isClear ? "font-semibold" : "text-muted"}`}
                >
                  {formatPoints(point.difference)}
                  {point.isCollapsed ? <span className="block text-xs">collapsed to one answer</span> : null}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
