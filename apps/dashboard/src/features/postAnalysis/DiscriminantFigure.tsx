"use client";

import { useQuery } from "@apollo/client/react";
import { useRef } from "react";
import { FactorMark } from "@/charts/ChartTooltip";
import { ColourLegend } from "@/charts/ColourLegend";
import { ComparisonAxis, ComparisonDots } from "@/charts/ComparisonDots";
import { colourScale } from "@/charts/colourScale";
import { MatrixTable } from "@/charts/MatrixTable";
import { axesWords, confusionShares, discriminantSentence, prepareScatter } from "@/charts/prepareFactors";
import { ScatterChart } from "@/charts/ScatterChart";
import { zeroBasedAxis } from "@/charts/ticks";
import { Figure } from "@/figure/Figure";
import { serialiseFigure } from "@/figure/svg";
import { formatAccuracy } from "@/format/accuracy";
import type { ChosenMeasure } from "@/format/measures";
import { factorName } from "@/format/names";
import { formatCount, formatFixed, formatTenths } from "@/format/number";
import type { DiscriminantQuery } from "@/gql/graphql";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import { useSettled } from "@/ui/useSettled";
import { oneOf, wholeWithin } from "@/url/choices";
import type { ChangeUrl } from "@/url/useUrlState";
import { DiscriminantDocument } from "./postAnalysis.query";

interface DiscriminantFigureProps {
  readonly runId: string;
  readonly runName: string;
  readonly measure: ChosenMeasure;
  /** Checkpoints whose maps have an extent. */
  readonly checkpoints: readonly string[];
  readonly params: URLSearchParams;
  readonly change: ChangeUrl;
}

const USUAL_FOLDS = 5;
const USUAL_REPEATS = 10;
const DEEPEST = "";
const SCALE = colourScale("share", "unit", 0, 1);

type Result = NonNullable<DiscriminantQuery["run"]>["discriminant"];

/** Whether the factor can be told from a channel's map by a linear rule. */
export function DiscriminantFigure(props: DiscriminantFigureProps) {
  const { runId, runName, measure, checkpoints, params, change } = props;
  const drawing = useRef<HTMLDivElement>(null);
  const checkpoint = oneOf(params.get("lda"), checkpoints, DEEPEST);
  const folds = wholeWithin(params.get("folds"), 2, 100, USUAL_FOLDS);
  const repeats = wholeWithin(params.get("repeats"), 1, 250, USUAL_REPEATS);
  const [foldText, setFolds] = useSettled(
    folds,
    (value) => change({ folds: value === USUAL_FOLDS ? null : String(value) }, "replace"),
    (value) => Number.isInteger(value) && value >= 2 && value <= 100,
    600,
  );
  const [repeatText, setRepeats] = useSettled(
    repeats,
    (value) => change({ repeats: value === USUAL_REPEATS ? null : String(value) }, "replace"),
    (value) => Number.isInteger(value) && value >= 1 && value <= 250,
    600,
  );
  const variables = { id: runId, measure, checkpoint: checkpoint || null, folds, repeats };
  const { data, error, refetch } = useQuery(DiscriminantDocument, { variables });
  const result = error ? undefined : data?.run?.discriminant;
  return (
    <Figure
      title="Telling factors from their maps"
      sentence={result ? discriminantSentence(result) : null}
      help={{
        text: "Linear discriminant analysis: one channel's map under one factor is a sample, its factor the class. It is tested on channels it was not fitted to. The scatter shows all maps on the two best axes and is not cross-validated.",
        anchor: "discriminant",
      }}
      source={{
        fileName: `${runName}-${measure}-discriminant`,
        table: () => [["factor", "taken_for", "maps", "share"], ...confusionRows(result)],
        svg: () => serialiseFigure(drawing.current),
        query: DiscriminantDocument,
        variables,
      }}
      controls={
        <>
          <Select
            label="Checkpoint"
            value={checkpoint}
            choices={[
              { value: DEEPEST, label: "deepest possible" },
              ...checkpoints.map((name) => ({ value: name, label: name })),
            ]}
            onChange={(value) => change({ lda: value || null })}
          />
          <NumberField label="Folds" min={2} max={100} value={foldText} onChange={setFolds} />
          <NumberField label="Repeats" min={1} max={250} value={repeatText} onChange={setRepeats} />
        </>
      }
    >
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!result && !error ? (
        <div className="space-y-2">
          <p className="text-muted">Fitting; at a large checkpoint this takes up to some minutes.</p>
          <Skeleton className="h-72 w-full" />
        </div>
      ) : null}
      {result ? (
        <div data-testid="discriminant" className="space-y-6">
          <AccuracyRow result={result} />
          <ConfusionMatrix result={result} />
          <div className="min-w-0 max-w-[1000px]">
            <h3 className="font-medium">Maps on the two best axes</h3>
            <p className="text-xs text-muted">{axesWords(result.explainedShares)}</p>
            <div ref={drawing} className="mt-2">
              <ScatterChart scatter={prepareScatter(result.points, result.labels)} />
            </div>
          </div>
        </div>
      ) : null}
    </Figure>
  );
}

function confusionRows(result: Result | undefined): (string | number | null)[][] {
  const shares = confusionShares(result?.confusion ?? []);
  return (result?.labels ?? []).flatMap((factor, r) =>
    (result?.labels ?? []).map((taken, c) => [
      factor,
      taken,
      result?.confusion[r]?.[c] ?? null,
      shares[r]?.[c] ?? null,
    ]),
  );
}

function AccuracyRow({ result }: { readonly result: Result }) {
  const { accuracy, halfWidth95, chance, channelCount, pixelCount, sampleCount } = result;
  const axis = zeroBasedAxis([1]);
  return (
    <div className="grid items-center gap-x-6 gap-y-1 md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <div>
        <ComparisonAxis axis={axis} />
        <ComparisonDots
          axis={axis}
          dots={[
            {
              key: "accuracy",
              name: "accuracy",
              value: accuracy,
              halfWidth: halfWidth95,
              colour: "var(--accent)",
              isBaseline: true,
              isSignificant: false,
            },
            {
              key: "chance",
              name: "guessing",
              value: chance,
              halfWidth: null,
              colour: "var(--muted)",
              isBaseline: false,
              isSignificant: false,
            },
          ]}
        />
      </div>
      <p className="text-xs text-muted">
        Full dot: accuracy, {formatAccuracy(accuracy, halfWidth95)}; hollow dot: guessing,{" "}
        {formatTenths(chance)}. {formatCount(sampleCount)} maps of {formatCount(channelCount)} channels with{" "}
        {formatCount(pixelCount)} pixels each.
      </p>
    </div>
  );
}

function ConfusionMatrix({ result }: { readonly result: Result }) {
  const { labels, confusion } = result;
  const shares = confusionShares(confusion);
  return (
    <div className="min-w-0">
      <div className="mb-2 flex flex-wrap items-center gap-3">
        <h3 className="font-medium">Taken for</h3>
        <ColourLegend scale={SCALE} />
      </div>
      <MatrixTable
        testId="confusion"
        corner="Factor"
        rows={labels.map((key) => ({
          key,
          label: (
            <span className="inline-flex items-center gap-2">
              <FactorMark factor={key} /> {factorName(key)}
            </span>
          ),
        }))}
        columns={labels.map((key) => ({ key, label: factorName(key) }))}
        cell={(r, c) => {
          const value = shares[r]?.[c] ?? null;
          return {
            value,
            text: value === null ? "" : formatFixed(value, 2),
            title: `${factorName(labels[r] ?? "")} taken for ${factorName(labels[c] ?? "")}: ${formatCount(confusion[r]?.[c] ?? 0)} maps`,
          };
        }}
        scale={SCALE}
      />
    </div>
  );
}
