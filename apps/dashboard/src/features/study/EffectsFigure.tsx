"use client";

import { useState } from "react";
import { FactorMark } from "@/charts/ChartTooltip";
import {
  type ConfigurationLike,
  configurationWords,
  effectsSentence,
  inputName,
  type StudyVector,
  studyEffects,
} from "@/charts/prepareStudy";
import { Figure } from "@/figure/Figure";
import { formatAccuracy, formatPoints } from "@/format/accuracy";
import { factorName } from "@/format/names";
import { formatCount, formatTenths } from "@/format/number";
import { Button } from "@/ui/Button";
import type { Study } from "./StudyHeader";
import { StudyAccuraciesDocument } from "./study.query";

interface EffectsFigureProps {
  readonly study: Study;
  readonly accuracies: readonly StudyVector[];
  readonly configurations: readonly ConfigurationLike[];
  readonly onChoose: (input: string, factor: string) => void;
}

const FEW = 10;
const MANY = 100;

/** The masks that differ most from random masks of their size. */
export function EffectsFigure({ study, accuracies, configurations, onChoose }: EffectsFigureProps) {
  const [showsMany, setShowsMany] = useState(false);
  const effects = studyEffects(accuracies, configurations);
  const shown = effects.slice(0, showsMany ? MANY : FEW);
  const cell = "whitespace-nowrap py-1.5 pr-4";
  return (
    <Figure
      title="Strongest effects against random masks"
      sentence={effectsSentence(effects)}
      help={{
        text: "Top-1 accuracy with a mask minus that with random masks of the same size, paired by image, with its 95 % interval. Masks under which the network collapses to one answer are left out. Click one to see all sizes below.",
        anchor: "study",
      }}
      source={{
        fileName: `${study.name}-effects`,
        table: () => [
          [
            "input",
            "mask_factor",
            "configuration",
            "top1",
            "half_width_95",
            "random_top1",
            "masked_minus_random",
            "difference_half_width_95",
          ],
          ...effects.map((effect) => [
            effect.input,
            effect.maskFactor,
            effect.configuration.label,
            effect.masked.value,
            effect.masked.halfWidth,
            effect.random,
            effect.difference.value,
            effect.difference.halfWidth,
          ]),
        ],
        query: StudyAccuraciesDocument,
        variables: { id: study.id },
      }}
    >
      <div className="overflow-x-auto">
        <table data-testid="effects" className="w-full min-w-[680px]">
          <thead>
            <tr className="border-b border-border text-left text-xs text-muted">
              <th className="py-1.5 pr-4 font-medium">Images</th>
              <th className="py-1.5 pr-4 font-medium">Masked by</th>
              <th className="py-1.5 pr-4 font-medium">Mask</th>
              <th className="py-1.5 pr-4 text-right font-medium">Masked</th>
              <th className="py-1.5 pr-4 text-right font-medium">Random</th>
              <th className="py-1.5 text-right font-medium">Difference</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((effect) => (
              <tr
                key={`${effect.input}/${effect.maskFactor}/${effect.configuration.label}`}
                className="border-b border-border last:border-0 hover:bg-sunken"
              >
                <td className={cell}>{inputName(effect.input)}</td>
                <td className={cell}>
                  <button
                    type="button"
                    title="Show all sizes of this mask below"
                    onClick={() => onChoose(effect.input, effect.maskFactor)}
                    className="inline-flex items-center gap-1.5 hover:text-accent hover:underline"
                  >
                    <FactorMark factor={effect.maskFactor} />
                    {factorName(effect.maskFactor)}
                  </button>
                </td>
                <td className="py-1.5 pr-4">{configurationWords(effect.configuration)}</td>
                <td className={`${cell} text-right`}>
                  {formatAccuracy(effect.masked.value ?? 0, effect.masked.halfWidth)}
                </td>
                <td className={`${cell} text-right text-muted`}>{formatTenths(effect.random)}</td>
                <td
                  className={`whitespace-nowrap py-1.5 text-right ${effect.isClear ? "font-semibold" : "text-muted"}`}
                >
                  {formatPoints(effect.difference)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {effects.length > FEW ? (
        <Button className="mt-3" aria-expanded={showsMany} onClick={() => setShowsMany(!showsMany)}>
          {showsMany ? `Show ${FEW} only` : `Show ${formatCount(Math.min(MANY, effects.length))}`}
        </Button>
      ) : null}
    </Figure>
  );
}
