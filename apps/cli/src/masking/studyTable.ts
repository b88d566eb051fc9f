import { tableLines } from "../table.js";
import { changeText, shareText } from "./numberTexts.js";
import type { StudyAccuracy, StudySummary } from "./studySummary.js";

/** Effects shown. */
const STRONGEST = 10;

/** A study as tables: rank correlations, the strongest effects, clusters. */
export function studyLines(summary: StudySummary, height: number): string[] {
  return [...correlationLines(summary), ...effectLines(summary), ...clusterLines(summary, height)].slice(
    0,
    -1,
  );
}

function correlationLines({ correlation }: StudySummary): string[] {
  const { labels, columnLabels, rho } = correlation;
  if (labels.length === 0) return [];
  const rows = labels.map((label, i) => [
    label,
    ...(rho[i] ?? []).map((value) => (value === null ? "undefined" : value.toFixed(3))),
  ]);
  return [
    "Rank correlation of accuracies with those of the images as they are, over the configurations",
    ...tableLines(
      ["input \\ mask", ...columnLabels],
      rows,
      [...columnLabels.keys()].map((c) => c + 1),
    ),
    "",
  ];
}

interface Effect {
  readonly accuracy: StudyAccuracy;
  readonly configuration: number;
  readonly size: number;
}

function effectLines({ accuracies, configurations }: StudySummary): string[] {
  const effects = accuracies.flatMap((accuracy): Effect[] =>
    accuracy.maskedMinusRandom.map(({ difference }, configuration) => ({
      accuracy,
      configuration,
      size: Math.abs(difference),
    })),
  );
  const judged = effects.filter(({ accuracy, configuration }) => !accuracy.collapsed[configuration]);
  const strongest = [...judged].sort((a, b) => b.size - a.size).slice(0, STRONGEST);
  const rows = strongest.map(({ accuracy, configuration: c }) => [
    accuracy.input,
    accuracy.maskFactor,
    configurations[c]?.label ?? "",
    shareText(accuracy.top1[c] ?? Number.NaN, accuracy.halfWidth95[c] ?? Number.NaN),
    (accuracy.randomTop1[c] ?? Number.NaN).toFixed(3),
    changeText(accuracy.maskedMinusRandom[c] ?? { difference: Number.NaN, halfWidth95: Number.NaN }),
  ]);
  const collapses = effects.length - judged.length;
  return [
    `Strongest effects against random masks, of ${effects.length}: the largest of many look larger than they are`,
    ...tableLines(["input", "mask", "configuration", "top-1", "random", "difference"], rows, [4]),
    ...(collapses > 0
      ? [`${collapses} masks are left out: under them the network gives one answer to nearly everything.`]
      : []),
    "",
  ];
}

function clusterLines({ clustering }: StudySummary, height: number): string[] {
  const { leaves, clusterOfLeaf } = clustering;
  if (leaves.length === 0) return [];
  const members = new Map<number, string[]>();
  for (const [i, leaf] of leaves.entries()) {
    const cluster = clusterOfLeaf[i] ?? 0;
    members.set(cluster, [...(members.get(cluster) ?? []), leaf]);
  }
  const several = [...members.values()].filter((cluster) => cluster.length > 1);
  const alone = members.size - several.length;
  return [
    `Clusters of input--mask at height ${height}: ${members.size}, of which ${alone} of one member`,
    ...several.map((cluster) => `  ${cluster.join(", ")}`),
    "",
  ];
}
