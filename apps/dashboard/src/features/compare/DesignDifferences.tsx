import { TriangleAlert } from "lucide-react";
import { designDifferenceText, designName } from "@/format/design";
import { formatList } from "@/format/number";
import type { ComparedRun, Comparison } from "./comparedRuns";

interface DesignDifferencesProps {
  readonly differences: Comparison["differences"];
  /** In the order in which the API gives the values. */
  readonly runs: readonly ComparedRun[];
  readonly names: ReadonlyMap<string, string>;
}

/** Design fields that differ between the runs, so that nobody compares apples with pears unawares. */
export function DesignDifferences({ differences, runs, names }: DesignDifferencesProps) {
  if (differences.length === 0) {
    return (
      <p className="text-muted">The runs have the same design: same factors, images, sample size and seed.</p>
    );
  }
  const fields = differences.map((difference) => designName(difference.field).toLowerCase());
  return (
    <details className="rounded-lg border border-border bg-warning-soft px-4 py-3">
      <summary className="flex items-start gap-2">
        <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-cancelled" />
        <span>
          <span className="font-medium">The runs differ in {formatList(fields)}.</span>{" "}
          <span className="text-muted">A difference below may come from that too. Show the values.</span>
        </span>
      </summary>
      <div className="mt-3 overflow-x-auto">
        <table className="w-full text-left">
          <thead className="text-xs text-muted">
            <tr>
              <th className="py-1 pr-4 font-medium">Design</th>
              {runs.map((run) => (
                <th key={run.id} className="py-1 pr-4 font-medium">
                  {names.get(run.id)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {differences.map((difference) => (
              <tr key={difference.field}>
                <td className="py-1 pr-4">{designName(difference.field)}</td>
                {runs.map((run, at) => (
                  <td key={run.id} className="break-words py-1 pr-4">
                    {designDifferenceText(difference.field, difference.values[at] ?? null)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
