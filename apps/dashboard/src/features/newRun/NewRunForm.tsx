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
import { ErrorNotice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import { runPath } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { type Draft, draftInput, draftProblems, evaluationCount, factorCount, SAMPLE_SIZES } from "./draft";
import { FormPart, Tick } from "./fields";
import { CreateRunDocument } from "./newRun.query";

function suggestedCheckpoints(options: NewRunOptionsQuery, modelId: string): string[] {
  const checkpoints = options.models.nodes.find((model) => model.id === modelId)?.checkpoints ?? [];
  return checkpoints.filter((checkpoint) => checkpoint.suggested).map((checkpoint) => checkpoint.name);
}

function firstDraft(options: NewRunOptionsQuery, wantedModel: string | null): Draft {
  const model =
    options.models.nodes.find((candidate) => candidate.id === wantedModel) ?? options.models.nodes[0];
  const set = options.augmentationSets[0]?.factors ?? [];
  return {
    name: "",
    modelId: model?.id ?? "",
    imageSetId: options.imageSets.nodes[0]?.id ?? "",
    factors: set.filter((factor) => factor.kind === "AUGMENTATION").map((factor) => factor.key),
    checkpoints: suggestedCheckpoints(options, model?.id ?? ""),
    includePermutation: true,
    includeClass: true,
    includePartition: (options.imageSets.nodes[0]?.partitions.length ?? 0) > 1,
    image: "WITH_CLASS",
    minMax: true,
    useSwitches: false,
    secondOrder: true,
    baseSamples: 256,
    seed: 0,
  };
}

/** The form itself, filled with what the server suggests. */
export function NewRunForm({ options }: { readonly options: NewRunOptionsQuery }) {
  const [params] = useUrlState();
  const router = useRouter();
  const apiUrl = useApiUrl();
  const [draft, setDraft] = useState(() => firstDraft(options, params.get("model")));
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
  const problemOf = (field: keyof ReturnType<typeof draftProblems>) =>
    problems[field] ?? (refused?.field === field ? refused.detail : null);

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
    <form onSubmit={onSubmit} className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]">
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
              onChange={(modelId) => set({ modelId, checkpoints: suggestedCheckpoints(options, modelId) })}
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
        <FormPart
          title="Changes of the image"
          help="Each is one factor: all its parameters move together, and its share of every unit's variance is measured."
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
                  onChange={(isIn) => set({ checkpoints: toggle(draft.checkpoints, checkpoint.name, isIn) })}
                />
              ))}
          </div>
          {others > 0 ? (
            <Button className="mt-2" aria-expanded={showsAll} onClick={() => setShowsAll(!showsAll)}>
              {showsAll ? "Show the suggested ones only" : `Show ${formatCount(others)} more`}
            </Button>
          ) : null}
        </FormPart>
        <FormPart
          title="Sample"
          help="A larger base sample gives narrower intervals: four times as many evaluations halve them."
          problem={problemOf("seed")}
        >
          <div className="flex flex-wrap items-center gap-4">
            <Select
              label="Base samples N"
              value={String(draft.baseSamples)}
              choices={SAMPLE_SIZES.map((size) => ({ value: String(size), label: formatCount(size) }))}
              onChange={(value) => set({ baseSamples: Number(value) })}
            />
            <label className="inline-flex items-center gap-2 text-xs text-muted">
              Seed
              <input
                type="number"
                min={0}
                step={1}
                value={Number.isNaN(draft.seed) ? "" : draft.seed}
                onChange={(event) => set({ seed: event.target.valueAsNumber })}
                className="h-8 w-28 rounded-md border border-border-strong bg-surface px-2 text-sm text-text"
              />
            </label>
          </div>
          <div className="mt-2 grid gap-x-4 sm:grid-cols-2">
            <Tick
              label="Second order"
              help="Also measures pairs of factors; nearly doubles the evaluations."
              isChecked={draft.secondOrder}
              onChange={(secondOrder) => set({ secondOrder })}
            />
            <Tick
              label="Switches"
              help="Each change is applied with probability one half."
              isChecked={draft.useSwitches}
              onChange={(useSwitches) => set({ useSwitches })}
            />
            <Tick
              label="Min-max"
              help="Stretches each colour channel to 0..1 after the changes, as in the paper."
              isChecked={draft.minMax}
              onChange={(minMax) => set({ minMax })}
            />
          </div>
        </FormPart>
      </div>
      <aside className="space-y-4 lg:sticky lg:top-16">
        <div className="rounded-lg border border-border bg-surface p-4">
          <h2 className="text-base font-semibold">Cost</h2>
          <p className="mt-1 text-xl font-semibold">{formatCount(evaluationCount(draft))}</p>
          <p className="text-muted">
            evaluations: N × ({draft.secondOrder ? "2 × " : ""}
            {factorCount(draft)} + 2) with {factorCount(draft)} factors. Identical images are evaluated once.
          </p>
          <label className="mt-4 block text-xs text-muted">
            Name
            <input
              type="text"
              maxLength={120}
              value={draft.name}
              onChange={(event) => set({ name: event.target.value })}
              placeholder="made from network and date"
              className="mt-1 h-8 w-full rounded-md border border-border-strong bg-surface px-2 text-sm text-text placeholder:text-muted"
            />
          </label>
          <Button type="submit" tone="primary" disabled={loading} className="mt-4 w-full justify-center">
            {loading ? "Starting" : "Start the run"}
          </Button>
        </div>
        {error ? <ErrorNotice error={error} /> : null}
      </aside>
    </form>
  );
}
