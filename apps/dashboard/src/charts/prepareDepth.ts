import type { Estimate } from "@/format/estimate";
import { type Axis, zeroBasedAxis } from "./ticks";

/** The aggregated index of one factor at one checkpoint. */
export interface DepthCell extends Estimate {
  readonly checkpoint: string;
  readonly factor: string;
}

/** One line of "Sensitivity by depth". */
export interface DepthSeries {
  /** Unique in the chart: "<run>/<factor>". */
  readonly key: string;
  readonly factor: string;
  /** Position of the run in the chart; 0 is drawn solid. */
  readonly run: number;
  /** One estimate a checkpoint, in forward order. */
  readonly points: readonly Estimate[];
}

/** One row of the chart's data: a checkpoint, and per series its value and its band. */
export interface DepthRow {
  readonly checkpoint: string;
  readonly [seriesKey: string]: string | number | null | [number, number];
}

export interface DepthChartData {
  readonly rows: readonly DepthRow[];
  readonly axis: Axis;
}

export const bandKey = (seriesKey: string): string => `${seriesKey}#band`;

/** Lines by factor, each with one point a checkpoint; a cell that is missing becomes null, never 0. */
export function prepareDepthSeries(
  cells: readonly DepthCell[],
  checkpoints: readonly string[],
  factors: readonly string[],
  run = 0,
): DepthSeries[] {
  const byPlace = new Map(cells.map((cell) => [`${cell.factor}/${cell.checkpoint}`, cell]));
  return factors.map((factor) => ({
    key: `${run}/${factor}`,
    factor,
    run,
    points: checkpoints.map((checkpoint) => {
      const cell = byPlace.get(`${factor}/${checkpoint}`);
      return { value: cell?.value ?? null, halfWidth: cell?.halfWidth ?? null };
    }),
  }));
}

/** Rows for the chart and a zero-based axis that holds every interval. */
export function prepareDepthChart(
  series: readonly DepthSeries[],
  checkpoints: readonly string[],
): DepthChartData {
  const edges: (number | null)[] = [];
  const rows = checkpoints.map((checkpoint, at) => {
    const row: Record<string, string | number | null | [number, number]> = { checkpoint };
    for (const { key, points } of series) {
      const point = points[at] ?? { value: null, halfWidth: null };
      row[key] = point.value;
      if (point.value === null) continue;
      const half = point.halfWidth ?? 0;
      row[bandKey(key)] = [point.value - half, point.value + half];
      edges.push(point.value - half, point.value + half);
    }
    return row as DepthRow;
  });
  return { rows, axis: zeroBasedAxis(edges) };
}

/** Table of the figure: checkpoint, factor, value, half width (and the run's name when there are several). */
export function depthTable(
  series: readonly DepthSeries[],
  checkpoints: readonly string[],
  runNames: readonly string[] = [],
): (string | number | null)[][] {
  const named = runNames.length > 1;
  const header = [...(named ? ["run"] : []), "checkpoint", "factor", "value", "half_width_95"];
  const body = series.flatMap((line) =>
    checkpoints.map((checkpoint, at) => [
      ...(named ? [runNames[line.run] ?? ""] : []),
      checkpoint,
      line.factor,
      line.points[at]?.value ?? null,
      line.points[at]?.halfWidth ?? null,
    ]),
  );
  return [header, ...body];
}
