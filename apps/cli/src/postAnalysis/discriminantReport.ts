import { type DiscriminantPlan, mapDiscriminant, rowShares } from "@unitscope/core/commandLine";
import { tableLines } from "../table.js";
import { type FactorMaps, valuesOf } from "./factorMaps.js";
import { numberOrNull, type Report, shortNumber } from "./report.js";

/**
 * How well the factor can be told from its map at one checkpoint.
 *
 * @throws {MapAnalysisError} as `mapDiscriminant`.
 */
export function discriminantReport(maps: FactorMaps, plan: DiscriminantPlan): Report {
  const { checkpoint, labels, measure } = maps;
  const result = mapDiscriminant(valuesOf(maps), checkpoint.shape, plan);
  const { accuracy, chance, interval, channels, pixels, points } = result;
  const numbers = labels.map((_, c) => c + 1);
  return {
    data: {
      checkpoint: checkpoint.name,
      measure,
      ...plan,
      accuracy,
      halfWidth95: interval.halfWidth,
      low95: interval.low,
      high95: interval.high,
      foldAccuracies: result.foldAccuracies,
      labels,
      confusion: result.confusion,
      chance,
      channelCount: channels.length,
      pixelCount: pixels.length,
      sampleCount: points.length,
      explainedShares: result.explainedShares,
      points: points.map(({ factor, channel, x, y }) => ({
        label: labels[factor],
        channel,
        x,
        y: numberOrNull(y),
      })),
    },
    lines: [
      `${checkpoint.name}: the factor told from its map of ${measure}, ${channels.length} channels of ${pixels.length} pixels, ${plan.folds} folds ${plan.repeats} times`,
      `accuracy ${accuracy.toFixed(3)}, 95 % interval ${interval.low.toFixed(3)} to ${interval.high.toFixed(3)}; chance ${chance.toFixed(3)}`,
      "",
      "Maps of the factor of a row that were taken for that of a column, as shares",
      ...tableLines(
        ["", ...labels],
        rowShares(result.confusion).map((row, r) => [labels[r] ?? "", ...row.map(shortNumber)]),
        numbers,
      ),
    ],
  };
}
