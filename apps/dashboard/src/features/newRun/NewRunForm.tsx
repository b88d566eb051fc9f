"use client";

import { useMutation } from "@apollo/client/react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useApiUrl } from "@/api/ApiProvider";
import { describeProblem } from "@/api/problem";
import { FactorMark } from "@/charts/ChartTooltip";
import { FACTOR_HELP, factorName } from "@/format/names";
import { formatCount, formatShape } from "@/format/number";
import type { NewRunOptionsQuery } from "@/gql/graphql";
import { Button } from "@/ui/Button";
import { FormPart } from "@/ui/FormPart";
import { Select } from "@/ui/Select";
import { StartCard } from "@/ui/StartCard";
import { Tick } from "@/ui/Tick";
import { runPath } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { methodCost } from "./cost";
import { type Draft, type DraftField, draftInput, draftProblems } from "./draft";
import { firstDraft, isStretched, offerOf, suggestedCheckpoints } from "./firstDraft";
import { costText, MethodChoice } from "./MethodChoice";
import { CreateRunDocument } from "./newRun.query";
import { SamplePart } from "./SamplePart";
import { SegmentPart } from "./SegmentPart";

/** The form itself, filled with what the server suggests. */
export function NewRunForm({ options }: { readonly options: NewRunOptionsQuery }) {
  const [params] = useUrlState();
  const router = useRouter();
  const apiUrl = useApiUrl();
  const [draft, setDraft] = useState(() => firstDraft(options, params));
  const [hasTried, setTried] = useState(false);
  const [showsAll, setShowsAll] = useState(false);
  const [create, { loading, error }] = useMutation(CreateRunDocument, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "runs" }),
  });
  const set = (changes: Partial<Draft>) => setDraft({ ...draft, ...changes });
  const toggle = (list: readonly string[], key: string, isIn: boolean) =>
    isIn ? [...list, key] : list.filter((entry) => entry !== key);
  const model = options.models.nodes.find((candidate) => candidate.id === draft.modelId);
  const others = model?.checkpoints.filter((checkpoint) => !checkpoint.suggested).length ?? 0;
  const available = [
    ...new Set(
      options.augmentationSets.flatMap((entry) =>
        entry.factors.filter((f) => f.kind === "AUGMENTATION").map((f) => f.key),
      ),
    ),
  ];
  const problems = hasTried ? draftProblems(draft) : {};
  const refused = error ? describeProblem(error, apiUrl) : null;
  const problemOf = (field: DraftField | "method") =>
    (field === "method" ? null : problems[field]) ?? (refused?.field === field ? refused.detail : null);
  const offer = offerOf(options, draft.imageSetId);
  const cost = methodCost(draft, draft.method, offer);

  const start = async () => {
    const { data } = await create({ variables: { input: draftInput(draft) } });
    if (data) router.push(runPath(data.createRun.id));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    // A refusal is shown from the hook's error.
    if (Object.keys(draftProblems(draft)).length === 0) void start().catch(() => undefined);
  };
  return (
    <form
      noValidate
      onSubmit={onSubmit}
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]"
    >
      <div className="min-w-0 space-y-4">
        <FormPart
          title="Network and images"
          help="What is analysed, and the images that the changes are applied to."
          problem={problemOf("modelId") ?? problemOf("imageSetId")}
        >
          <div className="flex flex-wrap gap-4">
            <Select
              label="Network"
              value={draft.modelId}
              choices={options.models.nodes.map(({ id, name }) => ({ value: id, label: name }))}
              onChange={(modelId) =>
                set({
                  modelId,
                  checkpoints: suggestedCheckpoints(options, modelId),
                  segment: null,
                  minMax: isStretched(options, modelId),
                })
              }
            />
            <Select
              label="Images"
              value={draft.imageSetId}
              choices={options.imageSets.nodes.map(({ id, name, imageCount }) => ({
                value: id,
                label: `${name} (${formatCount(imageCount)})`,
              }))}
              onChange={(imageSetId) => set({ imageSetId })}
            />
          </div>
        </FormPart>
        <MethodChoice
          draft={draft}
          offer={offer}
          problem={problemOf("method")}
          onChange={(method) => set({ method })}
        />
        <FormPart
          title="Changes of the image"
          help={
            draft.method === "CONTRAST"
              ? "Each is compared with the plain image by itself, never together with others."
              : "Each is one factor: all its parameters move together."
          }
          problem={problemOf("factors")}
        >
          <div className="grid gap-x-4 sm:grid-cols-2">
            {available.map((key) => (
              <Tick
                key={key}
                label={
                  <>
                    <FactorMark factor={key} /> {factorName(key)}
                  </>
                }
                help={FACTOR_HELP[key]}
                isChecked={draft.factors.includes(key)}
                onChange={(isIn) => set({ factors: toggle(draft.factors, key, isIn) })}
              />
            ))}
          </div>
        </FormPart>
        {draft.method === "CONTRAST" ? null : (
          <FormPart
            title="Other factors"
            help="What else varies in the sample, so that its share is known and not mistaken for noise."
          >
            <div className="grid gap-x-4 sm:grid-cols-2">
              <Tick
                label="Class"
                help={FACTOR_HELP["class"]}
                isChecked={draft.includeClass}
                onChange={(includeClass) => set({ includeClass })}
              />
              <Tick
                label="Partition"
                help={FACTOR_HELP["partition"]}
                isChecked={draft.includePartition}
                onChange={(includePartition) => set({ includePartition })}
              />
              <Tick
                label="Permutation"
                help={FACTOR_HELP["permutation"]}
                isChecked={draft.includePermutation}
                onChange={(includePermutation) => set({ includePermutation })}
              />
              <Tick
                label="Image on its own"
                help="Which image of its class is used becomes a factor of its own instead of a part of the class."
                isChecked={draft.image === "SEPARATE"}
                onChange={(isIn) => set({ image: isIn ? "SEPARATE" : "WITH_CLASS" })}
              />
            </div>
          </FormPart>
        )}
        <SegmentPart
          segment={draft.segment}
          checkpoints={model?.checkpoints ?? []}
          problem={problemOf("segment")}
          set={set}
        />
        {draft.segment ? null : (
          <FormPart
            title="Checkpoints"
            help="Where activations are read. Every element of a checkpoint is a unit with indices of its own; more checkpoints cost memory, not evaluations."
            problem={problemOf("checkpoints")}
          >
            <div className="grid gap-x-4 sm:grid-cols-2 xl:grid-cols-3">
              {(model?.checkpoints ?? [])
                .filter(({ suggested, name }) => showsAll || suggested || draft.checkpoints.includes(name))
                .map((checkpoint) => (
                  <Tick
                    key={checkpoint.name}
                    label={<span className="font-mono text-xs leading-5">{checkpoint.name}</span>}
                    help={`${formatShape(checkpoint.shape)}, ${formatCount(checkpoint.unitCount)} units`}
                    isChecked={draft.checkpoints.includes(checkpoint.name)}
                    onChange={(isIn) =>
                      set({ checkpoints: toggle(draft.checkpoints, checkpoint.name, isIn) })
                    }
                  />
                ))}
            </div>
            {others > 0 ? (
              <Button className="mt-2" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
                {showsAll ? "Show the suggested ones only" : `Show ${formatCount(others)} more`}
              </Button>
            ) : null}
          </FormPart>
        )}
        <SamplePart draft={draft} problemOf={problemOf} set={set} />
      </div>
      <StartCard
        cost={costText(cost)}
        name={draft.name}
        usualName="made from network and factors"
        onName={(name) => set({ name })}
        noun="run"
        isStarting={loading}
        error={error}
      >
        evaluations: {cost.formula}. Identical images are evaluated once.
        {draft.targetHalfWidth === null ? "" : " The run may stop earlier, at the half width you ask for."}
      </StartCard>
    </form>
  );
}
