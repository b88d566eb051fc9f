import { type SegmentSpec, segmentText } from "@unitscope/core/reading";
import type { DesignDifferenceType } from "./comparison.type.js";

/** What of a run is compared: its design, and the name of its images. */
export interface ComparedDesign {
  readonly design: Readonly<Record<string, unknown>>;
  readonly imageSet: string;
}

/** Follows from other fields, differs with every network, or is told in words: not taken field by field. */
const LEFT_OUT = new Set(["imageCounts", "checkpoints", "blockSize", "segment"]);

/**
 * Fields in which designs differ; values as people read them. Checkpoints and segments are compared by their names:
 * other networks have other tensors.
 */
export function designDifferences(designs: readonly ComparedDesign[]): DesignDifferenceType[] {
  const flat = designs.map(({ design, imageSet }) => {
    const fields = new Map<string, string>([["imageSet", imageSet]]);
    flatten(design, "", fields);
    const checkpoints = design["checkpoints"];
    if (Array.isArray(checkpoints)) {
      fields.set("checkpoints", checkpoints.map((c: { name?: unknown }) => String(c.name)).join(", "));
    }
    const segment = design["segment"] as SegmentSpec | null | undefined;
    if (segment) fields.set("segment", segmentText(segment));
    return fields;
  });
  const names = [...new Set(flat.flatMap((fields) => [...fields.keys()]))];
  return names
    .map((field) => ({ field, values: flat.map((fields) => fields.get(field) ?? null) }))
    .filter(({ values }) => values.some((value) => value !== values[0]));
}

function flatten(value: Readonly<Record<string, unknown>>, prefix: string, into: Map<string, string>): void {
  for (const [key, part] of Object.entries(value)) {
    if (prefix === "" && LEFT_OUT.has(key)) continue;
    if (typeof part === "object" && part !== null && !Array.isArray(part)) {
      flatten(part as Record<string, unknown>, `${prefix}${key}.`, into);
    } else {
      into.set(prefix + key, Array.isArray(part) ? part.join(", ") : String(part));
    }
  }
}
