"use client";

import { divergingColour } from "@/charts/colourScale";
import { agreementSentence } from "@/charts/sentences";
import { Figure } from "@/figure/Figure";
import { gridSvg } from "@/figure/svg";
import { factorName } from "@/format/names";
import { formatFixed, formatShare, MISSING } from "@/format/number";
import { inkOn } from "@/theme/contrast";
import { Select } from "@/ui/Select";
import type { ChangeUrl } from "@/url/useUrlState";
import { CompareRunsDocument } from "./compare.query";
import type { Comparison } from "./comparedRuns";

interface AgreementFigureProps {
  readonly agreement: Comparison["agreement"];
  readonly checkpoints: readonly string[];
  readonly factors: readonly string[];
  readonly names: ReadonlyMap<string, string>;
  /** "idA|idB", as the URL holds it. */
  readonly pair: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly change: ChangeUrl;
}

const rowName = (factor: string) => (factor ? factorName(factor) : "All units");
const STOPS = Array.from({ length: 21 }, (_, at) => at / 10 - 1);

/** Whether two runs rank the same units high: Spearman's rho of their index maps, by factor and checkpoint. */
export function AgreementFigure({
  agreement,
  checkpoints,
  factors,
  names,
  pair,
  variables,
  change,
}: AgreementFigureProps) {
  const pairs = [...new Set(agreement.map((cell) => `${cell.runA}|${cell.runB}`))];
  const chosen = pairs.find((entry) => entry === pair) ?? pairs[0];
  const cells = agreement.filter((cell) => `${cell.runA}|${cell.runB}` === chosen);
  const title = (key: string) =>
    key
      .split("|")
      .map((id) => names.get(id) ?? "run")
      .join(" and ");
  const find = (factor: string, checkpoint: string) =>
    cells.find((cell) => cell.factor === factor && cell.checkpoint === checkpoint);
  const columns = checkpoints.filter((checkpoint) => cells.some((cell) => cell.checkpoint === checkpoint));
  const rows = factors.filter((factor) => cells.some((cell) => cell.factor === factor));
  const svg = () =>
    gridSvg({
      title: `Rank agreement of ${title(chosen ?? "")}`,
      columns,
      rows: rows.map((factor) => ({
        label: rowName(factor),
        cells: columns.map((checkpoint) => {
          const rho = find(factor, checkpoint)?.rho ?? null;
          if (rho === null) return { fill: null };
          const fill = divergingColour(rho, 1);
          return { fill, text: formatFixed(rho, 2), ink: inkOn(fill) };
        }),
      })),
      cellWidth: 76,
      cellHeight: 28,
      labelWidth: 112,
    });
  return (
    <Figure
      title="Rank agreement"
      sentence={agreementSentence(cells.map((cell) => ({ ...cell, rho: cell.rho ?? null })))}
      help={{
        text: "Spearman's rho between the two runs' maps: 1 means that the same units come first in both, 0 that the ranks have nothing in common.",
        anchor: "agreement",
      }}
      source={{
        fileName: "compare-rank-agreement",
        table: () => [
          ["checkpoint", "factor", "run_a", "run_b", "rho", "top_overlap"],
          ...cells.map((cell) => [
            cell.checkpoint,
            cell.factor,
            names.get(cell.runA) ?? "",
            names.get(cell.runB) ?? "",
            cell.rho ?? null,
            cell.topOverlap ?? null,
          ]),
        ],
        svg,
        query: CompareRunsDocument,
        variables,
      }}
      controls={
        <>
          {pairs.length > 1 ? (
            <Select
              label="Runs"
              value={chosen ?? ""}
              choices={pairs.map((value) => ({ value, label: title(value) }))}
              onChange={(value) => change({ pair: value })}
            />
          ) : null}
          <span className="flex items-center gap-1.5 text-xs text-muted">
            {formatFixed(-1, 0)}
            <span aria-hidden className="flex h-3 w-36 overflow-hidden rounded-sm border border-border">
              {STOPS.map((stop) => (
                <span key={stop} className="flex-1" style={{ background: divergingColour(stop, 1) }} />
              ))}
            </span>
            +1, Spearman's rho
          </span>
        </>
      }
    >
      {columns.length === 0 ? (
        <p className="text-muted">
          Ranks can be compared only where two runs read checkpoints of the same shape.
        </p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full min-w-[520px] table-fixed border-separate border-spacing-0.5 text-xs">
            <thead>
              <tr>
                <th className="w-32">
                  <span className="sr-only">Factor</span>
                </th>
                {columns.map((checkpoint) => (
                  <th key={checkpoint} className="truncate pb-1 font-mono font-normal text-muted">
                    {checkpoint}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((factor) => (
                <tr key={factor}>
                  <th scope="row" className="whitespace-nowrap text-left text-sm font-normal">
                    {rowName(factor)}
                  </th>
                  {columns.map((checkpoint) => {
                    const cell = find(factor, checkpoint);
                    const rho = cell?.rho ?? null;
                    if (rho === null) {
                      return (
                        <td
                          key={checkpoint}
                          title="No ranks: too few units vary in both runs"
                          className="h-7 rounded-sm bg-sunken text-center text-muted"
                        >
                          {MISSING}
                        </td>
                      );
                    }
                    const fill = divergingColour(rho, 1);
                    const overlap =
                      cell?.topOverlap == null
                        ? ""
                        : `; ${formatShare(cell.topOverlap)} of the top units are the same`;
                    return (
                      <td
                        key={checkpoint}
                        title={`${rowName(factor)} at ${checkpoint}: rho ${formatFixed(rho, 2)}${overlap}`}
                        style={{ background: fill, color: inkOn(fill) }}
                        className="h-7 rounded-sm text-center font-medium"
                      >
                        {formatFixed(rho, 2)}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Figure>
  );
}
