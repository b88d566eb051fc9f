import { unitsPerChannel } from "../masking/mask.js";
import type { CheckpointMask } from "../study/maskChoice.js";

/** How many units of a channel a mask changes; channels without any are left out. */
export interface ChannelCount {
  readonly channel: number;
  readonly unitCount: number;
}

/** What a mask does to one checkpoint, named as in the GraphQL API. */
export interface CheckpointSummary {
  readonly checkpoint: string;
  readonly shape: readonly number[];
  readonly unitCount: number;
  readonly requested: number;
  readonly eligible: number;
  readonly undefinedCount: number;
  /** Weakest value chosen; null when no unit was chosen by its value. */
  readonly threshold: number | null;
  readonly hasThreshold: boolean;
  readonly tiesLeftOut: number;
  readonly channels: readonly ChannelCount[];
}

/** A mask, checkpoint by checkpoint. */
export function summariseMask(masks: readonly CheckpointMask[]): CheckpointSummary[] {
  return masks.map((mask) => {
    const hasThreshold = !Number.isNaN(mask.threshold);
    return {
      checkpoint: mask.checkpoint,
      shape: mask.shape,
      unitCount: mask.units.length,
      requested: mask.requested,
      eligible: mask.eligible,
      undefinedCount: mask.undefinedUnits,
      threshold: hasThreshold ? mask.threshold : null,
      hasThreshold,
      tiesLeftOut: mask.tiesLeftOut,
      channels: Array.from(unitsPerChannel(mask.units, mask.shape), (unitCount, channel) => ({
        channel,
        unitCount,
      })).filter(({ unitCount }) => unitCount > 0),
    };
  });
}
