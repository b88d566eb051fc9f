"use client";

import { useMutation } from "@apollo/client/react";
import { Play } from "lucide-react";
import { type FormEvent, useState } from "react";
import { factorName } from "@/format/names";
import { formatCount, MISSING } from "@/format/number";
import type { MaskQuery } from "@/gql/graphql";
import { Button } from "@/ui/Button";
import { ErrorNotice } from "@/ui/Notice";
import { Select } from "@/ui/Select";
import {
  type EvaluationDraft,
  type EvaluationInput,
  evaluationArguments,
  evaluationCost,
} from "./evaluationDraft";
import { EvaluateMaskDocument, MaskDocument } from "./mask.query";
import { TestImagesPart } from "./TestImagesPart";
import { hasOnlySeenImages, type OfferedImages, testProblems, usableImages } from "./testImages";

type StoredMask = NonNullable<MaskQuery["mask"]>;

interface EvaluateFormProps {
  readonly mask: StoredMask;
  readonly imageSets: readonly OfferedImages[];
  readonly onStarted: (evaluationId: string) => void;
}

function inputChoices(mask: StoredMask): { value: EvaluationInput; label: string }[] {
  const augmentations = mask.run.factors.filter(({ kind }) => kind === "AUGMENTATION");
  return [
    { value: "PLAIN", label: "plain images" },
    // A contrast run changes images by one augmentation at a time only.
    ...(mask.run.method === "CONTRAST"
      ? []
      : [{ value: "AUGMENTED" as const, label: "all changes, as in the run" }]),
    ...augmentations.map(({ key }) => ({
      value: `ONLY:${key}` as const,
      label: `${factorName(key)} only`,
    })),
  ];
}

/** Starts a test of the mask's effect on the accuracy. */
export function EvaluateForm({ mask, imageSets, onStarted }: EvaluateFormProps) {
  const [draft, setDraft] = useState<EvaluationDraft>(() => ({
    input: "PLAIN",
    imageSetId: mask.run.imageSet.id,
    partition: "",
    useSeenImages: hasOnlySeenImages(mask.run, mask.run.imageSet.id),
    samples: 1000,
    randomControls: 5,
    draws: 1,
    seed: 0,
  }));
  const [evaluate, { loading, error }] = useMutation(EvaluateMaskDocument, {
    refetchQueries: [{ query: MaskDocument, variables: { id: mask.id } }],
    awaitRefetchQueries: true,
  });
  const problems = testProblems(draft, mask.run);
  const problem = Object.values(problems)[0] ?? null;
  const images = usableImages(draft, mask.run, imageSets);
  const cost = evaluationCost(draft, images, mask.soft == null && mask.combination == null);
  const start = async () => {
    const variables = { maskId: mask.id, ...evaluationArguments(draft, mask.run) };
    const { data } = await evaluate({ variables });
    if (data) onStarted(data.evaluateMask.id);
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // A refusal is shown from the hook's error.
    if (problem === null) void start().catch(() => undefined);
  };
  return (
    <form
      noValidate
      onSubmit={onSubmit}
      aria-label="Evaluate this mask"
      className="space-y-3 rounded-lg border border-border bg-surface p-4"
    >
      <div>
        <h2 className="text-base font-semibold">Evaluate this mask</h2>
        <p className="max-w-[70ch] text-muted">
          Runs the same images through the network without a mask, with it, and with random masks of the same
          size, so that the mask’s own effect can be told from plain damage.
        </p>
      </div>
      <Select
        label="Input"
        value={draft.input}
        choices={inputChoices(mask)}
        onChange={(value) => setDraft({ ...draft, input: value as EvaluationInput })}
      />
      <TestImagesPart
        test={draft}
        run={mask.run}
        imageSets={imageSets}
        hasDraws={draft.input !== "PLAIN"}
        set={(changes) => setDraft({ ...draft, ...changes })}
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button type="submit" tone="primary" disabled={loading || problem !== null}>
          <Play aria-hidden className="size-4" /> {loading ? "Starting" : "Evaluate"}
        </Button>
        <span className="text-xs text-muted">
          about {Number.isFinite(cost) ? formatCount(cost) : MISSING} evaluations of{" "}
          {Number.isFinite(images) ? formatCount(images) : MISSING} images
        </span>
      </div>
      {problem ? (
        <p role="alert" className="text-failed">
          {problem}
        </p>
      ) : null}
      {error ? <ErrorNotice error={error} /> : null}
    </form>
  );
}
