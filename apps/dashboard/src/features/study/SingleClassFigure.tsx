"use client";

import { useQuery } from "@apollo/client/react";
import { CircleCheck, CircleMinus, TriangleAlert } from "lucide-react";
import { FactorMark } from "@/charts/ChartTooltip";
import {
  formatJaccard,
  singleClassSentence,
  USUAL_THRESHOLDS,
  verdictWords,
} from "@/charts/prepareSingleClass";
import { configurationWords, inputWord } from "@/charts/prepareStudy";
import { Figure } from "@/figure/Figure";
import { formatEstimate } from "@/format/estimate";
import { formatAskedShare } from "@/format/maskWords";
import { UNIT_MEASURE_NAMES } from "@/format/measures";
import { factorName } from "@/format/names";
import type { SingleClassQuery } from "@/gql/graphql";
import { factorColour } from "@/theme/factorColours";
import { ErrorNotice, Skeleton } from "@/ui/Notice";
import { NumberField } from "@/ui/NumberField";
import { Select } from "@/ui/Select";
import { useSettled } from "@/ui/useSettled";
import { oneOf, wholeWithin } from "@/url/choices";
import type { ChangeUrl } from "@/url/useUrlState";
import type { Study } from "./StudyHeader";
import { SingleClassDocument } from "./study.query";
import { studyMeasures } from "./studyDraft";

interface SingleClassFigureProps {
  readonly study: Study;
  readonly params: URLSearchParams;
  readonly change: ChangeUrl;
}

const USUAL_CLASSES = 5;
const MOST_CLASSES = 50;

type Match = SingleClassQuery["singleClass"][number];

/** Whether masking by a factor pushes predictions to the classes whose outputs are most sensitive to it. */
export function SingleClassFigure({ study, params, change }: SingleClassFigureProps) {
  const measures = studyMeasures(study.run);
  const measure = oneOf(params.get("classMeasure"), measures, measures[0] ?? "ST");
  const topClasses = wholeWithin(params.get("classes"), 1, MOST_CLASSES, USUAL_CLASSES);
  const [count, setCount] = useSettled(
    topClasses,
    (value) => change({ classes: value === USUAL_CLASSES ? null : String(value) }, "replace"),
    (value) => Number.isInteger(value) && value >= 1 && value <= MOST_CLASSES,
  );
  const variables = { studyId: study.id, measure, topClasses, ...USUAL_THRESHOLDS };
  const { data, previousData, error, refetch } = useQuery(SingleClassDocument, { variables });
  const matches = error ? undefined : (data ?? previousData)?.singleClass;
  return (
    <Figure
      title="Single classes"
      sentence={matches ? singleClassSentence(matches, topClasses) : null}
      help={{
        text: "Left of each bar: classes whose outputs are most sensitive to the factor. The bar: which of them carry the overlap with the top-5 predictions under the factor's masks. A candidate must overlap more than chance, than without a mask, and than random sets of classes.",
        anchor: "single-class",
      }}
      source={{
        fileName: `${study.name}-single-classes`,
        table: () => [
          [
            "factor",
            "input",
            "class",
            "index",
            "half_width_95",
            "overlap_share",
            "jaccard",
            "unmasked_jaccard",
            "random_jaccard_95",
            "chance_jaccard",
            "configuration",
            "candidate",
            "collapsed",
          ],
          ...(matches ?? []).flatMap((match) =>
            match.classes.map((entry) => [
              match.factor,
              match.input,
              entry.label,
              entry.value ?? null,
              entry.halfWidth95 ?? null,
              entry.overlapShare,
              match.jaccard,
              match.unmaskedJaccard,
              match.randomJaccard95,
              match.chanceJaccard,
              match.configuration.label,
              Number(match.isCandidate),
              Number(match.collapsed),
            ]),
          ),
        ],
        query: SingleClassDocument,
        variables,
      }}
      controls={
        <>
          <Select
            label="Measure at the output"
            value={measure}
            choices={measures.map((value) => ({ value, label: UNIT_MEASURE_NAMES[value] }))}
            onChange={(value) => change({ classMeasure: value === measures[0] ? null : value })}
          />
          <NumberField label="Top classes" min={1} max={MOST_CLASSES} value={count} onChange={setCount} />
        </>
      }
    >
      {error ? <ErrorNotice error={error} onRetry={() => void refetch()} /> : null}
      {!matches && !error ? <Skeleton className="h-64 w-full" /> : null}
      {matches ? (
        <div
          data-testid="single-classes"
          className={`grid gap-4 md:grid-cols-2 xl:grid-cols-3 ${data ? "" : "opacity-60"}`}
        >
          {matches.map((match) => (
            <MatchCard key={match.factor} match={match} />
          ))}
        </div>
      ) : null}
    </Figure>
  );
}

function MatchCard({ match }: { readonly match: Match }) {
  const { factor, input, classes, configuration } = match;
  const Icon = match.collapsed ? TriangleAlert : match.isCandidate ? CircleCheck : CircleMinus;
  const tone = match.collapsed ? "text-cancelled" : match.isCandidate ? "text-succeeded" : "text-muted";
  const numbers = [
    { label: "overlap (Jaccard)", value: match.jaccard },
    { label: "without a mask", value: match.unmaskedJaccard },
    { label: "95 % of random sets below", value: match.randomJaccard95 },
    { label: "by chance", value: match.chanceJaccard },
  ];
  return (
    <article className="min-w-0 rounded-md border border-border p-3">
      <h3 className="flex items-center gap-2 font-medium">
        <FactorMark factor={factor} />
        {factorName(factor)}
      </h3>
      <p className={`mt-1 flex gap-1.5 text-xs ${tone}`}>
        <Icon aria-hidden className="mt-0.5 size-3.5 shrink-0" />
        {verdictWords(match, USUAL_THRESHOLDS)}
      </p>
      <table className="mt-2 w-full table-fixed text-xs">
        <thead className="sr-only">
          <tr>
            <th>Class</th>
            <th>Index</th>
            <th>Share of the overlap</th>
          </tr>
        </thead>
        <tbody>
          {classes.map((entry) => (
            <tr key={entry.index}>
              <th scope="row" className="truncate py-0.5 pr-2 text-left font-normal" title={entry.label}>
                {entry.label}
              </th>
              <td className="w-28 whitespace-nowrap py-0.5 pr-2 text-right">
                {formatEstimate({ value: entry.value ?? null, halfWidth: entry.halfWidth95 ?? null })}
              </td>
              <td
                className="w-20 py-0.5"
                title={`carries ${formatAskedShare(entry.overlapShare)} of the overlap`}
              >
                <span className="sr-only">{formatAskedShare(entry.overlapShare)}</span>
                <span aria-hidden className="block h-2.5 rounded-sm bg-sunken">
                  <span
                    className="block h-full rounded-sm"
                    style={{
                      width: `${100 * Math.min(1, Math.max(0, entry.overlapShare))}%`,
                      background: factorColour(factor),
                    }}
                  />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <dl className="mt-2 grid grid-cols-[1fr_auto] gap-x-3 border-t border-border pt-2 text-xs">
        {numbers.map(({ label, value }) => (
          <div key={label} className="contents">
            <dt className="text-muted">{label}</dt>
            <dd className="text-right">{formatJaccard(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-1 text-xs text-muted">
        Largest overlap under: {configurationWords(configuration)}, on {inputWord(input)}.
      </p>
    </article>
  );
}
