import {
  type ChangeSummary,
  changeOf,
  type MaskConfiguration,
  type StudyClustering,
  type StudyResult,
  type StudyVector,
  studyClustering,
} from "@unitscope/core/commandLine";
import { orNull } from "../exporting/aggregateRows.js";

/** Accuracy of one input under the masks of one factor, named as in the GraphQL API. */
export interface StudyAccuracy {
  readonly input: string;
  readonly maskFactor: string;
  readonly top1: readonly number[];
  readonly top5: readonly number[];
  readonly halfWidth95: readonly number[];
  readonly unmaskedTop1: number;
  readonly unmaskedTop5: number;
  readonly randomTop1: readonly number[];
  readonly maskedMinusRandom: readonly ChangeSummary[];
  readonly collapsed: readonly boolean[];
}

/** A study as JSON; names as in the GraphQL API, undefined correlations null. */
export interface StudySummary {
  readonly sampleCount: number;
  readonly configurations: readonly MaskConfiguration[];
  readonly accuracies: readonly StudyAccuracy[];
  readonly correlation: {
    readonly labels: readonly string[];
    readonly columnLabels: readonly string[];
    readonly rho: readonly (readonly (number | null)[])[];
    readonly pValue: readonly (readonly (number | null)[])[];
  };
  readonly clustering: Pick<StudyClustering, "leaves" | "merges" | "clusterOfLeaf">;
}

/** The result of a study as it is printed. */
export function summariseStudy(result: StudyResult, height: number): StudySummary {
  const { sampleCount, configurations, vectors, correlation } = result;
  const { leaves, merges, clusterOfLeaf } = studyClustering(result, height);
  return {
    sampleCount,
    configurations,
    accuracies: vectors.map(accuracyOf),
    correlation: {
      labels: correlation.rowLabels,
      columnLabels: correlation.columnLabels,
      rho: correlation.rho.map((row) => row.map(orNull)),
      pValue: correlation.p.map((row) => row.map(orNull)),
    },
    clustering: { leaves, merges, clusterOfLeaf },
  };
}

function accuracyOf({ halfWidth, maskedMinusRandom, ...vector }: StudyVector): StudyAccuracy {
  return { ...vector, halfWidth95: halfWidth, maskedMinusRandom: maskedMinusRandom.map(changeOf) };
}
