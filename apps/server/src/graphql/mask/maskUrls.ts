import type { MaskRule } from "@unitscope/core/reading";
import { toGlobalId } from "../globalId.js";

/** Addresses of the files of one checkpoint of a mask. */
export interface MaskUrls {
  /** Without the ending: .npy and .csv follow, before the query. */
  readonly path: string;
  /** Empty, or begins with a question mark. */
  readonly query: string;
}

/** Files of a stored mask. */
export function storedMaskUrls(baseUrl: string, maskId: string, checkpoint: string): MaskUrls {
  const path = `${baseUrl}/masks/${toGlobalId("Mask", maskId)}/${encodeURIComponent(checkpoint)}`;
  return { path, query: "" };
}

/** Files of a mask that is not stored: the address carries the rule, as http/maskDownload.ts reads it. */
export function previewMaskUrls(
  baseUrl: string,
  runId: string,
  rule: MaskRule,
  checkpoint: string,
): MaskUrls {
  const query = new URLSearchParams({
    runId: toGlobalId("Run", runId),
    measure: rule.measure,
    factor: rule.factor,
    ...(rule.withFactor === null ? {} : { withFactor: rule.withFactor }),
    percentile: String(rule.percentile),
    direction: rule.direction,
    alpha: String(rule.alpha),
    ...(rule.soft === null ? {} : { soft: rule.soft }),
    seed: String(rule.seed),
  });
  return { path: `${baseUrl}/masks/preview/${encodeURIComponent(checkpoint)}`, query: `?${query}` };
}
