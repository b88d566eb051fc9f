import { type RunSpec, segmentText } from "@unitscope/core/reading";
import type { Queries } from "../../db/database.js";
import { isRunNameTaken } from "../../db/runs.js";

/** More factors than this are counted, not named. */
const MOST_NAMED = 3;
const LONGEST_MODEL = 100;
const LONGEST_SEGMENT = 60;

/**
 * What a run is called that nobody named: "resnet18: SET_1", "resnet18: hue, rolling", "resnet18: 6 factors"; of a
 * segment "resnet18 (layer1..layer2, hue): SET_1".
 */
export function usualName(
  model: { readonly name: string },
  asked: { readonly augmentationSet?: string | null; readonly factors?: readonly string[] | null },
  segment: RunSpec["segment"] = null,
): string {
  const factors = asked.factors ?? [];
  const named = factors.length <= MOST_NAMED ? factors.join(", ") : `${factors.length} factors`;
  const piece = segment ? ` (${segmentText(segment).slice(0, LONGEST_SEGMENT)})` : "";
  return `${model.name.slice(0, LONGEST_MODEL)}${piece}: ${asked.augmentationSet ?? named}`;
}

/** The name as it is, or with the size of the run when another run has it. */
export async function freeName(db: Queries, name: string, spec: RunSpec): Promise<string> {
  if (!(await isRunNameTaken(db, name))) return name;
  return spec.nested ? `${name}, ${spec.nested.permutations} permutations` : `${name}, N ${spec.baseSamples}`;
}
