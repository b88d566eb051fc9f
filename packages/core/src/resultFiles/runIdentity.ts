import { isDeepStrictEqual } from "node:util";
import type { RunSpec } from "../run/runSpec.js";
import type { RunOrigin } from "./runFile.js";

/** What a run's index maps follow from. */
export interface RunIdentity {
  readonly origin: RunOrigin;
  readonly run: RunSpec;
}

/** What two runs differ in, or null when they are the same. */
export function differenceOfRuns(a: RunIdentity, b: RunIdentity): string | null {
  const difference = differenceOfOrigins(a.origin, b.origin);
  if (difference !== null) return difference;
  return isDeepStrictEqual(a.run, b.run) ? null : "another design";
}

/** What the networks and images of two runs differ in, or null when they are the same. */
export function differenceOfOrigins(a: RunOrigin, b: RunOrigin): string | null {
  if (a.modelSha256 !== b.modelSha256) return "another network";
  return a.imagesDigest === b.imagesDigest ? null : "other images";
}
