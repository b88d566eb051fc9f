import { tableLines } from "../table.js";

/** One augmentation at one checkpoint: how strongly the units answer to it. r is the point-biserial correlation. */
export interface ContrastSummary {
  readonly checkpoint: string;
  readonly factor: string;
  /** Units whose r is defined. */
  readonly units: number;
  /** Mean and largest |r| over these units; null when there are none. */
  readonly meanAbs: number | null;
  readonly maxAbs: number | null;
  /** Share of these units with a corrected p value (Wilcoxon, Benjamini-Yekutieli) below 0.05. */
  readonly significantShare: number | null;
}

/** What of an index map a summary of a contrast reads. */
export interface ContrastMap {
  readonly checkpoint: string;
  readonly measure: string;
  readonly factor: string | null;
  readonly values: ArrayLike<number>;
}

/** Pairs shown. */
const TOP = 5;
const SIGNIFICANCE = 0.05;

/** A summary for each checkpoint and augmentation; empty for runs of other methods. */
export function summariseContrast(maps: readonly ContrastMap[]): ContrastSummary[] {
  return maps.flatMap((map) => {
    const { checkpoint, factor } = map;
    if (map.measure !== "CONTRAST" || factor === null) return [];
    const p = maps.find(
      (other) =>
        other.measure === "CONTRAST_P_CORRECTED" &&
        other.checkpoint === checkpoint &&
        other.factor === factor,
    );
    let [units, sum, max, significant] = [0, 0, 0, 0];
    for (let u = 0; u < map.values.length; u++) {
      const r = Math.abs(map.values[u] ?? Number.NaN);
      if (Number.isNaN(r)) continue;
      units++;
      sum += r;
      max = Math.max(max, r);
      if ((p?.values[u] ?? 1) < SIGNIFICANCE) significant++;
    }
    const share = (value: number) => (units > 0 ? value : null);
    return {
      checkpoint,
      factor,
      units,
      meanAbs: share(sum / units),
      maxAbs: share(max),
      significantShare: share(significant / units),
    };
  });
}

/** The strongest pairs of augmentation and checkpoint, then the strongest augmentations of every checkpoint. */
export function contrastLines(summaries: readonly ContrastSummary[]): string[] {
  const byStrength = [...summaries].sort((a, b) => (b.meanAbs ?? -1) - (a.meanAbs ?? -1));
  const cells = ({ meanAbs, maxAbs, significantShare }: ContrastSummary) => [
    meanAbs === null ? "undefined" : meanAbs.toFixed(3),
    maxAbs === null ? "undefined" : maxAbs.toFixed(3),
    significantShare === null ? "undefined" : `${Math.round(100 * significantShare)} %`,
  ];
  const header = ["mean |r|", "max |r|", `p < ${SIGNIFICANCE}`];
  const names = [...new Set(summaries.map(({ checkpoint }) => checkpoint))];
  const rows = names.flatMap((name) =>
    byStrength
      .filter(({ checkpoint }) => checkpoint === name)
      .slice(0, TOP)
      .map((summary, i) => [i === 0 ? name : "", summary.factor, ...cells(summary)]),
  );
  return [
    "Strongest answers",
    ...tableLines(
      ["factor", "checkpoint", ...header],
      byStrength.slice(0, TOP).map((summary) => [summary.factor, summary.checkpoint, ...cells(summary)]),
      [2, 3, 4],
    ),
    "",
    "By checkpoint",
    ...tableLines(["checkpoint", "factor", ...header], rows, [2, 3, 4]),
  ];
}
