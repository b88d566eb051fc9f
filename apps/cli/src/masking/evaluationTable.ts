import type { AccuracySummary, ClassSummary, EvaluationSummary } from "@unitscope/core/commandLine";
import { tableLines } from "../table.js";
import { changeText, shareText } from "./numberTexts.js";

/** Classes shown: those whose accuracy changes most. */
const MOST_CLASSES = 20;

/** The result of an evaluation as tables: accuracies, differences, classes. */
export function evaluationLines(summary: EvaluationSummary): string[] {
  const { baseline, masked, randomControl, leastSensitive, perControl } = summary;
  const rows: [string, AccuracySummary | null][] = [
    ["baseline", baseline],
    ["masked", masked],
    [`random masks (mean of ${perControl.length})`, randomControl],
    ["least sensitive units", leastSensitive],
  ];
  const changes = [
    ["masked less baseline", summary.maskedMinusBaseline],
    ["masked less random", summary.maskedMinusRandom],
    ["masked less least sensitive", summary.maskedMinusLeastSensitive],
  ] as const;
  return [
    `${summary.sampleCount} images ${inputText(summary)}`,
    ...tableLines(
      ["accuracy", "top-1", "top-5"],
      rows.flatMap(([name, accuracy]) =>
        accuracy === null
          ? []
          : [
              [
                name,
                shareText(accuracy.top1, accuracy.halfWidth95),
                shareText(accuracy.top5, accuracy.top5HalfWidth95),
              ],
            ],
      ),
    ),
    "",
    ...tableLines(
      ["difference of top-1, paired by image", ""],
      changes.flatMap(([name, change]) => (change === null ? [] : [[name, changeText(change)]])),
    ),
    `from each random mask: ${perControl.map((difference) => difference.toFixed(3)).join(", ")}`,
    ...collapseLines(summary),
    "",
    ...classLines(summary.perClass),
  ];
}

/** "as they are", "under the run's augmentations (3 draws each)", "under hue". */
export function inputText({ input, draws }: Pick<EvaluationSummary, "input" | "draws">): string {
  if (input === "original") return "as they are";
  const what = input === "augmented" ? "the run's augmentations" : input;
  return `under ${what}${draws > 1 ? ` (${draws} draws each)` : ""}`;
}

function collapseLines({ collapsed, collapsedTo }: EvaluationSummary): string[] {
  if (!collapsed) return [];
  return [
    `Under the mask the network answers "${collapsedTo}" to nearly everything: damage that tells nothing of the factor.`,
  ];
}

function classLines(classes: readonly ClassSummary[]): string[] {
  const changeBy = ({ maskedTop1, baselineTop1 }: ClassSummary) => Math.abs(maskedTop1 - baselineTop1);
  const shown = [...classes].sort((a, b) => changeBy(b) - changeBy(a)).slice(0, MOST_CLASSES);
  const rows = shown.map((one) => [
    one.label,
    String(one.sampleCount),
    shareText(one.baselineTop1, one.baselineHalfWidth95),
    shareText(one.maskedTop1, one.maskedHalfWidth95),
    one.randomTop1.toFixed(3),
  ]);
  const others = classes.length - shown.length;
  return [
    ...tableLines(["class", "images", "baseline", "masked", "random"], rows, [1, 4]),
    ...(others > 0 ? [`and ${others} classes that change less, which --json shows`] : []),
  ];
}
