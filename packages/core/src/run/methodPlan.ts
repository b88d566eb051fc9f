import type { MethodPlan } from "./method.js";
import type { ImageEntry } from "./ports.js";
import type { RunSpec } from "./runSpec.js";
import { sobolPlan } from "./sobolPlan.js";

/** The plan of a run. */
export function methodPlan(spec: RunSpec, entries: readonly ImageEntry[]): MethodPlan {
  return sobolPlan(spec, entries);
}
