"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { SlidersHorizontal, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { DeleteMaskDocument } from "@/features/masking/masking.query";
import { rulePath } from "@/features/masking/maskRule";
import { isActive, newestFirst } from "@/features/runs/runState";
import { maskWords } from "@/format/maskWords";
import { UNIT_MEASURE_NAMES } from "@/format/measures";
import { formatCount } from "@/format/number";
import { formatAgo, formatDate } from "@/format/time";
import type { MaskQuery } from "@/gql/graphql";
import { Breadcrumb } from "@/ui/Breadcrumb";
import { ButtonLink } from "@/ui/Button";
import { Chip } from "@/ui/Chip";
import { Confirm } from "@/ui/Confirm";
import { Missing } from "@/ui/Missing";
import { ErrorNotice } from "@/ui/Notice";
import { PageSkeleton } from "@/ui/PageSkeleton";
import { usePolling } from "@/ui/usePolling";
import { maskingPath, oneOf, runPath } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { EvaluateForm } from "./EvaluateForm";
import { EvaluationList } from "./EvaluationList";
import { EvaluationView } from "./EvaluationView";
import { MaskUnits } from "./MaskUnits";
import { MaskDocument, MaskUnitsDocument } from "./mask.query";

type StoredMask = NonNullable<MaskQuery["mask"]>;

/** One stored mask: what it touches, and what it does to the accuracy. */
export function MaskPage({ id }: { readonly id: string }) {
  const [params, change] = useUrlState();
  const { data, error, refetch, startPolling, stopPolling } = useQuery(MaskDocument, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const mask = data?.mask;
  usePolling(mask?.evaluations.some(isActive) ?? false, startPolling, stopPolling);
  if (error && !mask) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  if (!mask) {
    return (
      <Missing
        what="mask"
        why="It may have been deleted, alone or with its run, or the link is incomplete."
      />
    );
  }
  const evaluations = newestFirst(mask.evaluations);
  const ids = evaluations.map((evaluation) => evaluation.id);
  const chosen = oneOf(params.get("evaluation"), ids, ids[0] ?? null);
  return (
    <div className="space-y-4">
      <MaskHeader mask={mask} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
        <EvaluateForm
          mask={mask}
          imageSets={data.imageSets.nodes}
          onStarted={(evaluation) => change({ evaluation })}
        />
        <section aria-label="Evaluations" className="rounded-lg border border-border bg-surface p-4">
          <h2 className="text-base font-semibold">Evaluations</h2>
          <div className="mt-3">
            {chosen === null ? (
              <p className="text-muted">
                Not evaluated yet. What the mask does to the accuracy shows here once it is.
              </p>
            ) : (
              <EvaluationList
                evaluations={evaluations}
                chosenId={chosen}
                onChoose={(evaluation) => change({ evaluation })}
              />
            )}
          </div>
        </section>
      </div>
      {chosen === null ? null : <EvaluationView key={chosen} id={chosen} mask={mask} />}
      <MaskUnits id={mask.id} mask={mask} />
    </div>
  );
}

function MaskHeader({ mask }: { readonly mask: StoredMask }) {
  const router = useRouter();
  const [remove, removing] = useMutation(DeleteMaskDocument, {
    variables: { id: mask.id },
    update: (cache) => {
      cache.evict({ id: cache.identify({ __typename: "Mask", id: mask.id }) });
      cache.gc();
    },
  });
  const removeAndLeave = async () => {
    await remove();
    router.push(maskingPath(mask.run.id));
  };
  const count = mask.evaluations.length;
  const units = useQuery(MaskUnitsDocument, { variables: { id: mask.id } });
  const checkpoints = units.data?.mask?.checkpoints.map(({ checkpoint }) => checkpoint) ?? [];
  return (
    <header className="space-y-3">
      <Breadcrumb
        places={[
          { label: "Runs", href: "/runs" },
          { label: mask.run.name, href: runPath(mask.run.id) },
          { label: "Masking", href: maskingPath(mask.run.id) },
        ]}
      />
      <div className="flex flex-wrap items-start justify-between gap-3 lg:flex-nowrap">
        <div className="min-w-0 space-y-1">
          <h1 className="break-words text-xl font-semibold leading-9">{mask.name}</h1>
          <p className="text-muted">
            {maskWords(mask)}; stored{" "}
            <span title={formatDate(mask.createdAt)}>{formatAgo(mask.createdAt, Date.now())}</span>
          </p>
        </div>
        <div className="flex flex-wrap gap-2">
          {mask.combination == null ? (
            <ButtonLink href={rulePath({ ...mask, checkpoints }, mask.run.id)}>
              <SlidersHorizontal aria-hidden className="size-4" /> Change the rule
            </ButtonLink>
          ) : null}
          <Confirm
            button={
              <>
                <Trash2 aria-hidden className="size-4" /> Delete
              </>
            }
            title={`Delete “${mask.name}”?`}
            text={`The mask and its ${formatCount(count)} ${count === 1 ? "evaluation" : "evaluations"} are lost. The run and masks combined from this one stay.`}
            yes="Delete the mask"
            no="Keep it"
            isBusy={removing.loading}
            onYes={() => void removeAndLeave().catch(() => undefined)}
          />
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        {mask.combination == null ? <Chip label="measure">{UNIT_MEASURE_NAMES[mask.measure]}</Chip> : null}
        <Chip label="units">{formatCount(mask.unitCount)}</Chip>
      </div>
      {removing.error ? <ErrorNotice error={removing.error} /> : null}
    </header>
  );
}
