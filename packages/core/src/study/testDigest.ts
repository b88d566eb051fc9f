import { createHash } from "node:crypto";
import type { TestSpec } from "./testSpec.js";

/** Digest of a test's design, whatever the order in which a store gave its fields back. */
export function testDigest(spec: TestSpec): string {
  return createHash("sha256").update(orderedJson(spec)).digest("hex");
}

function orderedJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (part === null || typeof part !== "object" || Array.isArray(part)) return part;
    return Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
