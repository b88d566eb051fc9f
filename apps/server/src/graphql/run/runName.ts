import type { RunSpec } from "@unitscope/core/run/runSpec";
import type { Queries } from "../../db/database.js";
import { isRunNameTaken } from "../../db/runs.js";

/** More factors than this are counted, not named. */
const MOST_NAMED = 3;
const LONGEST_MODEL = 100;

/** What a run is called that nobody named: "resnet18: SET_1", "resnet18: hue, rolling", "resnet18: 6 factors". */
export function usualName(
  model: { readonly name: string },
  asked: { readonly augmentationSet?: string | null; readonly factors?: readonly string[] | null },
): string {
  const factors = asked.factors ?? [];
  const named = factors.length <= MOST_NAMED ? factors.join(", ") : `${factors.length} factors`;
  return `${model.name.slice(0, LONGEST_MODEL)}: ${asked.augmentationSet ?? named}`;
}

/** The name as it is, or with the size of the run when another run has it. */
export async function freeName(db: Queries, name: string, spec: RunSpec): Promise<string> {
  if (!(await isRunNameTaken(db, name))) return name;
  return spec.nested ? `${name}, ${spec.nested.permutations} permutations` : `${name}, N ${spec.baseSamples}`;
}
