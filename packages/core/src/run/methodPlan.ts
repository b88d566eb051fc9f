import { contrastPlan } from "./contrastPlan.js";
import type { MethodPlan } from "./method.js";
import { nestedPlan } from "./nestedPlan.js";
import type { ImageEntry } from "./ports.js";
import type { RunSpec } from "./runSpec.js";
import { shapleyPlan } from "./shapleyPlan.js";
import { sobolPlan } from "./sobolPlan.js";
import { variancePlan } from "./variancePlan.js";

/** The plan of a run. */
export function methodPlan(spec: RunSpec, entries: readonly ImageEntry[]): MethodPlan {
  switch (spec.method) {
    case "SOBOL":
      return sobolPlan(spec, entries);
    case "SHAPLEY":
      return shapleyPlan(spec, entries);
    case "SHAPLEY_NESTED":
      return nestedPlan(spec, entries);
    case "VARIANCE":
      return variancePlan(spec, entries);
    case "CONTRAST":
      return contrastPlan(spec, entries);
  }
}

/** Evaluations that the design of a run asks for. */
export function plannedEvaluations(spec: RunSpec): number {
  const plan = methodPlan(spec, []);
  return plan.baseSamples * plan.evaluationsPerBaseSample;
}
