import type { CompareRunsQuery } from "@/gql/graphql";

export type Comparison = CompareRunsQuery["compareRuns"];
export type ComparedRun = Comparison["runs"][number];

/** Checkpoints that occur in any of the runs, in the order of the first run, then of the others. */
export function allCheckpoints(runs: readonly ComparedRun[]): string[] {
  return [...new Set(runs.flatMap((run) => run.checkpoints.map((checkpoint) => checkpoint.name)))];
}

/** Factors that occur in any of the runs, in the order of the first run, then of the others. */
export function allFactors(runs: readonly ComparedRun[]): string[] {
  return [...new Set(runs.flatMap((run) => run.factors.map((factor) => factor.key)))];
}
