"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { formatBytes, formatCount, formatShape } from "@/format/number";
import { Card } from "@/ui/Card";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { withChanges } from "@/url/choices";
import { ModelsDocument } from "./models.query";

/** The networks that can be analysed. */
export function ModelList() {
  const { data, error, refetch } = useQuery(ModelsDocument, { fetchPolicy: "cache-and-network" });
  if (error && !data) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <Skeleton className="h-28 w-full" />;
  if (data.models.nodes.length === 0) {
    return (
      <Empty title="No networks yet">
        Import an ONNX file with{" "}
        <code className="font-mono text-xs">npm run import -- model FILE --name NAME</code>, or by the
        mutation importModel. Weights in a file of their own (model.onnx.data) lie beside it, or are uploaded
        with it: as several files of a form, or in a zip.
      </Empty>
    );
  }
  return (
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-3">
      {data.models.nodes.map((model) => {
        const units = model.checkpoints.reduce((sum, checkpoint) => sum + checkpoint.unitCount, 0);
        return (
          <li key={model.id}>
            <Card className="h-full">
              <h3 className="truncate font-mono text-sm font-medium">{model.name}</h3>
              <p className="mt-1 text-muted">
                input {formatShape(model.inputShape)}, {formatCount(model.classLabels.length)} classes,{" "}
                {formatBytes(model.byteSize)}
              </p>
              <p className="text-muted">
                {formatCount(model.checkpoints.length)} checkpoints, {formatCount(units)} units
              </p>
              <p className="mt-2 flex gap-4">
                <Link
                  href={`/runs/new${withChanges("", { model: model.id })}`}
                  className="font-medium text-accent hover:underline"
                >
                  New run
                </Link>
                <Link
                  href={`/runs${withChanges("", { search: model.name })}`}
                  className="text-muted hover:text-accent hover:underline"
                >
                  {formatCount(model.runs.totalCount)} {model.runs.totalCount === 1 ? "run" : "runs"}
                </Link>
              </p>
            </Card>
          </li>
        );
      })}
    </ul>
  );
}
