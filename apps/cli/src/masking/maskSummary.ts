import type { CheckpointSummary } from "@unitscope/core/commandLine";
import { tableLines } from "../table.js";

/** Channels named in a table. */
const TOP = 3;

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
