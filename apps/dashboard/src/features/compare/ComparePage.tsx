"use client";

import { useQuery } from "@apollo/client/react";
import { commonMeasures } from "@/format/measures";
import { METHOD_NAMES } from "@/format/methods";
import { formatList } from "@/format/number";
import { ButtonLink } from "@/ui/Button";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { listOf } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { ComparisonView } from "./ComparisonView";
import { CompareMethodsDocument } from "./compare.query";
import { RunPicker } from "./RunPicker";

/** Two to six runs side by side; without enough runs in the URL, their choice. */
export function ComparePage() {
  const [params] = useUrlState();
  const ids = listOf(params.get("runs")).slice(0, 6);
  return (
    <div className="space-y-4">
      <h1 className="text-lg font-semibold">Compare runs</h1>
      {ids.length >= 2 ? <ChosenRuns ids={ids} /> : <RunPicker preselected={ids} />}
    </div>
  );
}

/** Finds what the runs can be compared by, then compares them. */
function ChosenRuns({ ids }: { readonly ids: readonly string[] }) {
  const { data, previousData, error, refetch } = useQuery(CompareMethodsDocument, {
    variables: { runIds: [...ids] },
  });
  const runs = (data ?? previousData)?.compareRuns.runs;
  if (error && !data) {
    return (
      <div className="space-y-3">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
        <ButtonLink href="/compare">Choose other runs</ButtonLink>
      </div>
    );
  }
  if (!runs) {
    return (
      <div className="space-y-4">
        <Skeleton className="h-10 w-2/3" />
        <Skeleton className="h-96 w-full" />
      </div>
    );
  }
  const measures = commonMeasures(runs.map((run) => run.method));
  if (measures.length === 0) {
    const methods = [...new Set(runs.map((run) => METHOD_NAMES[run.method]))];
    return (
      <Empty
        title="These runs share no measure"
        action={<ButtonLink href="/compare">Choose other runs</ButtonLink>}
      >
        They were made by {formatList(methods)}, which give different kinds of numbers. Compare runs of one
        method, or of two that share a measure: Sobol’ indices and Shapley effects both give ST and S1.
      </Empty>
    );
  }
  return <ComparisonView ids={ids} measures={measures} />;
}
