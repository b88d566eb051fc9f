"use client";

import { useQuery } from "@apollo/client/react";
import { inputName, ORIGINAL } from "@/charts/prepareStudy";
import { Empty, ErrorNotice, Skeleton } from "@/ui/Notice";
import { oneOf } from "@/url/choices";
import { useUrlState } from "@/url/useUrlState";
import { EffectsFigure } from "./EffectsFigure";
import { MaskedAccuracyFigure } from "./MaskedAccuracyFigure";
import { SingleClassFigure } from "./SingleClassFigure";
import { StudyClusteringFigure } from "./StudyClusteringFigure";
import { StudyCorrelationFigure } from "./StudyCorrelationFigure";
import type { Study } from "./StudyHeader";
import { StudyAccuraciesDocument } from "./study.query";

/** All figures of a study that has succeeded. */
export function StudyResults({ study }: { readonly study: Study }) {
  const [params, change] = useUrlState();
  const { data, error, refetch } = useQuery(StudyAccuraciesDocument, { variables: { id: study.id } });
  const result = data?.maskStudy;
  if (error && !result) return <ErrorNotice error={error} onRetry={() => void refetch()} />;
  if (!result) return <Skeleton className="h-96 w-full" />;
  const { accuracies, configurations } = result;
  const inputs = [...new Set(accuracies.map(({ input }) => input))];
  const factors = [...new Set(accuracies.map(({ maskFactor }) => maskFactor))];
  const [firstInput] = inputs;
  const [firstFactor] = factors;
  if (firstInput === undefined || firstFactor === undefined) {
    return <Empty title="This study holds no accuracies">Start it again from the run’s masking page.</Empty>;
  }
  const input = oneOf(params.get("input"), inputs, inputs.includes(ORIGINAL) ? ORIGINAL : firstInput);
  const factor = oneOf(params.get("mask"), factors, firstFactor);
  const vector =
    accuracies.find((entry) => entry.input === input && entry.maskFactor === factor) ?? accuracies[0]!;
  const choose = (nextInput: string, nextFactor: string) => change({ input: nextInput, mask: nextFactor });
  return (
    <div className="space-y-4">
      <EffectsFigure
        study={study}
        accuracies={accuracies}
        configurations={configurations}
        onChoose={choose}
      />
      <MaskedAccuracyFigure
        study={study}
        vector={vector}
        configurations={configurations}
        inputs={inputs.map((value) => ({ value, label: inputName(value) }))}
        factors={factors}
        onChoose={choose}
      />
      {inputs.length > 1 ? (
        <>
          <StudyCorrelationFigure study={study} input={input} factor={factor} onChoose={choose} />
          <StudyClusteringFigure study={study} params={params} change={change} />
        </>
      ) : (
        <Empty title="No changed images to compare">
          This study tested plain images only, since no augmentation is among its factors. With augmentations
          it also tells how alike masks act on changed and on plain images.
        </Empty>
      )}
      <SingleClassFigure study={study} params={params} change={change} />
    </div>
  );
}
