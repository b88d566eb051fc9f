import { unitsPerChannel } from "@unitscope/core/masking/mask";
import type { CheckpointMask } from "@unitscope/core/study/maskChoice";
import { tableLines } from "../table.js";

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

/** Channels named in a table. */
const TOP = 3;

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

/** The summaries as a table, with a line for every checkpoint where fewer units were chosen than asked for. */
export function maskLines(summaries: readonly CheckpointSummary[]): string[] {
  const header = [
    "checkpoint",
    "shape",
    "units",
    "chosen",
    "threshold",
    "ties left",
    "undefined",
    "channels",
  ];
  const rows = summaries.map((summary) => [
    summary.checkpoint,
    summary.shape.join("x"),
    String(summary.shape.reduce((product, axis) => product * axis, 1)),
    String(summary.unitCount),
    summary.threshold === null ? "-" : summary.threshold.toPrecision(4),
    String(summary.tiesLeftOut),
    String(summary.undefinedCount),
    channelText(summary),
  ]);
  const short = summaries.filter(({ unitCount, requested }) => unitCount < requested);
  return [
    ...tableLines(header, rows, [2, 3, 4, 5, 6]),
    ...short.map(
      ({ checkpoint, requested, eligible, unitCount }) =>
        `${checkpoint}: ${unitCount} units in place of ${requested}; only ${eligible} have an index that can be chosen.`,
    ),
  ];
}

/** "22 of 32: 17 (64), 3 (60), 9 (58)": the channels with most units. */
function channelText({ channels, shape }: CheckpointSummary): string {
  const most = [...channels].sort((a, b) => b.unitCount - a.unitCount || a.channel - b.channel).slice(0, TOP);
  const names = most.map(({ channel, unitCount }) => `${channel} (${unitCount})`);
  return `${channels.length} of ${shape[0] ?? 0}${names.length > 0 ? `: ${names.join(", ")}` : ""}`;
}
