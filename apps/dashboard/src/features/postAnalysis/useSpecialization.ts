"use client";

import { useApolloClient } from "@apollo/client/react";
import { useEffect, useState } from "react";
import type { SpecializationBar } from "@/charts/prepareFactors";
import type { ChosenMeasure } from "@/format/measures";
import { SpecializationDocument } from "./postAnalysis.query";

interface Answer {
  /** What was asked; an answer to another question is not shown. */
  readonly question: string;
  readonly bars: readonly SpecializationBar[] | null;
  readonly error: unknown;
}

/** How the units of every checkpoint divide by their leading factor: one query a checkpoint, since the API has no other. */
export function useSpecialization(
  runId: string,
  measure: ChosenMeasure,
  checkpoints: readonly string[],
): { bars: readonly SpecializationBar[] | null; error: unknown; retry: () => void } {
  const client = useApolloClient();
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [attempt, setAttempt] = useState(0);
  const names = checkpoints.join("\n");
  const question = `${attempt}/${runId}/${measure}/${names}`;
  useEffect(() => {
    let isCurrent = true;
    const ask = async (): Promise<Answer> => {
      try {
        const bars = await Promise.all(
          names.split("\n").map(async (checkpoint) => {
            const { data } = await client.query({
              query: SpecializationDocument,
              variables: { id: runId, measure, checkpoint },
            });
            return { checkpoint, parts: data?.run?.specialization ?? [] };
          }),
        );
        return { question, bars, error: null };
      } catch (error) {
        return { question, bars: null, error };
      }
    };
    void ask().then((next) => {
      if (isCurrent) setAnswer(next);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, runId, measure, names, question]);
  const isAnswered = answer?.question === question;
  return {
    bars: isAnswered ? answer.bars : null,
    error: isAnswered ? answer.error : null,
    retry: () => setAttempt(attempt + 1),
  };
}
