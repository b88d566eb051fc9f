"use client";

import { useMutation } from "@apollo/client/react";
import { useRouter } from "next/navigation";
import { type FormEvent, useState } from "react";
import { useApiUrl } from "@/api/ApiProvider";
import { describeProblem } from "@/api/problem";
import { FactorMark } from "@/charts/ChartTooltip";
import { TestImagesPart } from "@/features/mask/TestImagesPart";
import { hasOnlySeenImages, type OfferedImages, usableImages } from "@/features/mask/testImages";
import { convolutionalCheckpoints, usualCheckpoints } from "@/features/masking/maskRule";
import { UNIT_MEASURE_NAMES } from "@/format/measures";
import { factorName } from "@/format/names";
import { formatCount, formatShape, MISSING } from "@/format/number";
import type { NewStudyQuery } from "@/gql/graphql";
import { FormPart } from "@/ui/FormPart";
import { Select } from "@/ui/Select";
import { StartCard } from "@/ui/StartCard";
import { Tick } from "@/ui/Tick";
import { studyPath } from "@/url/choices";
import { CreateStudyDocument } from "./study.query";
import {
  CONFIGURATIONS,
  type StudyDraft,
  type StudyField,
  studyArguments,
  studyCost,
  studyMeasures,
  studyProblems,
} from "./studyDraft";

type StudiedRun = NonNullable<NewStudyQuery["run"]>;

interface NewStudyFormProps {
  readonly run: StudiedRun;
  readonly imageSets: readonly OfferedImages[];
}

function firstDraft(run: StudiedRun): StudyDraft {
  return {
    name: "",
    measure: studyMeasures(run)[0]!,
    factors: run.factors.map(({ key }) => key),
    checkpoints: usualCheckpoints(run),
    imageSetId: run.imageSet.id,
    partition: "",
    useSeenImages: hasOnlySeenImages(run, run.imageSet.id),
    samples: 200,
    randomControls: 5,
    draws: 1,
    seed: 0,
  };
}

/** What a study masks, by what, and on which images; with its cost. */
export function NewStudyForm({ run, imageSets }: NewStudyFormProps) {
  const router = useRouter();
  const apiUrl = useApiUrl();
  const [draft, setDraft] = useState(() => firstDraft(run));
  const [create, { loading, error }] = useMutation(CreateStudyDocument, {
    update: (cache) =>
      cache.evict({ id: cache.identify({ __typename: "Run", id: run.id }), fieldName: "maskStudies" }),
  });
  const set = (changes: Partial<StudyDraft>) => setDraft({ ...draft, ...changes });
  const problems = studyProblems(draft, run);
  const refused = error ? describeProblem(error, apiUrl) : null;
  const problemOf = (...fields: readonly StudyField[]) =>
    fields.map((field) => problems[field]).find((text) => text !== undefined) ??
    (fields.some((field) => field === refused?.field) ? refused!.detail : null);
  const images = usableImages(draft, run, imageSets);
  const cost = studyCost(draft, run, images);
  const spatial = new Set(convolutionalCheckpoints(run));
  const start = async () => {
    const { data } = await create({ variables: studyArguments(draft, run) });
    if (data) router.push(studyPath(data.createMaskStudy.id));
  };
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    // A refusal is shown from the hook's error.
    if (Object.keys(problems).length === 0) void start().catch(() => undefined);
  };
  const inOrder = (all: readonly string[], chosen: readonly string[], key: string, isIn: boolean) =>
    all.filter((other) => (other === key ? isIn : chosen.includes(other)));
  return (
    <form
      noValidate
      onSubmit={onSubmit}
      className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_300px]"
    >
      <div className="min-w-0 space-y-4">
        <FormPart
          title="Masks"
          help="Units are ranked by this measure, checkpoint by checkpoint: the highest 10 to 50 % are silenced, damped and amplified, and every unit is scaled by its index."
          problem={problemOf("factors")}
        >
          <Select
            label="Measure"
            value={draft.measure}
            choices={studyMeasures(run).map((value) => ({ value, label: UNIT_MEASURE_NAMES[value] }))}
            onChange={(measure) => set({ measure: measure as StudyDraft["measure"] })}
          />
          <div className="mt-2 grid gap-x-4 sm:grid-cols-2 xl:grid-cols-3">
            {run.factors.map(({ key, kind }) => (
              <Tick
                key={key}
                label={
                  <>
                    <FactorMark factor={key} /> {factorName(key)}
                  </>
                }
                help={kind === "AUGMENTATION" ? "masks, and images changed by it" : "masks only"}
                isChecked={draft.factors.includes(key)}
                onChange={(isIn) =>
                  set({
                    factors: inOrder(
                      run.factors.map((factor) => factor.key),
                      draft.factors,
                      key,
                      isIn,
                    ),
                  })
                }
              />
            ))}
          </div>
        </FormPart>
        <FormPart
          title="Checkpoints"
          help="All of them are masked together, each by its own indices. As in the paper, only those with an extent are masked unless you choose otherwise."
          problem={problemOf("checkpoints")}
        >
          <div className="grid gap-x-4 sm:grid-cols-2 xl:grid-cols-3">
            {run.checkpoints.map(({ name, shape }) => (
              <Tick
                key={name}
                label={<span className="font-mono text-xs leading-5">{name}</span>}
                help={`${formatShape(shape)}${spatial.has(name) ? "" : ", without extent"}`}
                isChecked={draft.checkpoints.includes(name)}
                onChange={(isIn) =>
                  set({
                    checkpoints: inOrder(
                      run.checkpoints.map((checkpoint) => checkpoint.name),
                      draft.checkpoints,
                      name,
                      isIn,
                    ),
                  })
                }
              />
            ))}
          </div>
        </FormPart>
        <FormPart
          title="Images"
          help="Every image is tested plain, and changed by each augmentation among the factors."
          problem={problemOf("samples", "randomControls", "draws", "seed", "useSeenImages")}
        >
          <TestImagesPart test={draft} run={run} imageSets={imageSets} hasDraws set={set} />
        </FormPart>
      </div>
      <StartCard
        cost={Number.isFinite(cost.evaluations) ? formatCount(cost.evaluations) : MISSING}
        name={draft.name}
        usualName="made from run and measure"
        onName={(name) => set({ name })}
        noun="study"
        isStarting={loading}
        error={error}
      >
        evaluations at most: {Number.isFinite(images) ? formatCount(images) : MISSING} images in{" "}
        {formatCount(cost.inputs)} {cost.inputs === 1 ? "version" : "versions"}, each without a mask and under{" "}
        {formatCount(draft.factors.length)} × {CONFIGURATIONS} masks and their random controls. Equal masks
        are evaluated once, and only the part of the network behind the first mask is repeated.
      </StartCard>
    </form>
  );
}
