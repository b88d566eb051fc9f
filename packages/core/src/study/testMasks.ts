import type { CompactMaskBuilder, CompactMasks } from "./compactMasks.js";
import type { TestMasks } from "./keptPredictions.js";
import type { Variants } from "./variants.js";

/** All masks of a test. */
export interface BuiltMasks extends TestMasks {
  readonly compact: CompactMasks;
}

export function builtMasks(builder: CompactMaskBuilder, variants: Variants): BuiltMasks {
  const compact = builder.build();
  return { compact, variants, count: compact.masks.length, digest: builder.digest() };
}
