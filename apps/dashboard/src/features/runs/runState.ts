import type { RunPartsFragment } from "@/gql/graphql";

export function isActive(run: Pick<RunPartsFragment, "status">): boolean {
  return run.status === "QUEUED" || run.status === "RUNNING";
}

/** Done share of a run's evaluations, 0 to 1; evaluations answered from an earlier one count as done. */
export function doneShare({
  evaluationsPlanned,
  evaluationsDone,
}: Pick<RunPartsFragment["progress"], "evaluationsPlanned" | "evaluationsDone">): number {
  return evaluationsPlanned > 0 ? Math.min(1, evaluationsDone / evaluationsPlanned) : 0;
}

/** Base sample size of the run's design, or null when its method has none. */
export function baseSamplesOf(run: Pick<RunPartsFragment, "design" | "method">): number | null {
  const value = run.design["baseSamples"];
  return typeof value === "number" && run.method !== "SHAPLEY_NESTED" ? value : null;
}

/**
 * Names that tell runs apart: the network's name where all runs have different networks, else the run's own name.
 */
export function shortNames(
  runs: readonly { id: string; name: string; model: { name: string } }[],
): Map<string, string> {
  const models = new Set(runs.map((run) => run.model.name));
  const byModel = models.size === runs.length;
  return new Map(runs.map((run) => [run.id, byModel ? run.model.name : run.name]));
}

/** A list with the newest entry first. */
export function newestFirst<T extends { readonly createdAt: string }>(entries: readonly T[]): T[] {
  return [...entries].sort((a, b) => Date.parse(b.createdAt) - Date.parse(a.createdAt));
}
