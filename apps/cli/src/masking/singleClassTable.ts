import type { BiasMatch, SingleClassMatch } from "@unitscope/core/commandLine";
import { orNull } from "../exporting/aggregateRows.js";
import { tableLines } from "../table.js";

/** One factor's match as JSON, named as in the GraphQL API; undefined numbers null. */
export function singleClassSummary({
  factor,
  input,
  classes,
  match,
  configuration,
  chanceJaccard,
}: SingleClassMatch) {
  return {
    factor,
    input,
    classes: classes.map(({ classId, label, value, halfWidth, overlapShare }) => ({
      label,
      index: classId,
      value,
      halfWidth95: orNull(halfWidth),
      overlapShare,
    })),
    jaccard: match.jaccard,
    unmaskedJaccard: match.unmaskedJaccard,
    randomJaccard95: match.randomJaccard,
    chanceJaccard,
    jaccards: match.jaccards,
    configuration,
    isLarge: match.isLarge,
    exceedsUnmasked: match.exceedsUnmasked,
    exceedsRandom: match.exceedsRandom,
    isCandidate: match.isCandidate,
    collapsed: match.collapsed,
    collapsedConfigurations: match.collapsedConfigurations,
  };
}

/** Two tables: how predictions match, factor by factor, and the classes with the share of the overlap each carries. */
export function singleClassLines(matches: readonly SingleClassMatch[]): string[] {
  const rows = matches.map(({ factor, input, match, configuration }) => [
    factor,
    input,
    match.jaccard.toFixed(4),
    match.unmaskedJaccard.toFixed(4),
    match.randomJaccard.toFixed(4),
    configuration.label,
    verdict(match),
  ]);
  const classes = matches.flatMap(({ factor, classes: own }) =>
    own.map(({ classId, label, value, halfWidth, overlapShare }, i) => [
      i === 0 ? factor : "",
      String(classId),
      label,
      `${value.toFixed(3).padStart(6)} ± ${Number.isNaN(halfWidth) ? "?" : halfWidth.toFixed(3)}`,
      `${Math.round(100 * overlapShare)} %`,
    ]),
  );
  const chance = matches[0]?.chanceJaccard;
  return [
    "Overlap (Jaccard) of the predicted classes with the factor's most sensitive ones",
    ...tableLines(
      ["factor", "input", "masked", "unmasked", "random sets", "configuration", "verdict"],
      rows,
      [2, 3, 4],
    ),
    ...(chance === undefined ? [] : [`Two sets at random overlap by ${chance.toFixed(4)}.`]),
    "",
    "Most sensitive classes",
    ...tableLines(["factor", "class", "label", "index", "share of overlap"], classes, [1, 4]),
  ];
}

/** "candidate", or the first condition that is not met. */
function verdict({ isCandidate, collapsed, isLarge, exceedsUnmasked }: BiasMatch): string {
  if (isCandidate) return "candidate";
  if (collapsed) return "collapsed to one answer";
  if (!isLarge) return "too small";
  return exceedsUnmasked ? "random sets reach it" : "not enough above unmasked";
}
