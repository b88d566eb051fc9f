import { mapCorrelation } from "@unitscope/core/commandLine";
import { tableLines } from "../table.js";
import { type FactorMaps, valuesOf } from "./factorMaps.js";
import { numbersOrNull, type Report, shortNumber } from "./report.js";

/** Spearman's rho between the maps of two measures at one checkpoint, or of one with itself. */
export function correlationReport(rows: FactorMaps, columns: FactorMaps): Report {
  const { name, shape } = rows.checkpoint;
  const rowValues = valuesOf(rows);
  const columnValues = columns === rows ? rowValues : valuesOf(columns);
  const { rho, sd, p, slices } = mapCorrelation(rowValues, columnValues, shape);
  const pixels = shape.slice(1).reduce((product, axis) => product * axis, 1);
  const across = pixels === 1 ? "across units" : `across channels, mean over ${pixels} pixels`;
  const what = columns === rows ? rows.measure : `${rows.measure} (rows) with ${columns.measure} (columns)`;
  const numbers = columns.labels.map((_, c) => c + 1);
  return {
    data: {
      checkpoint: name,
      measure: rows.measure,
      otherMeasure: columns.measure,
      labels: rows.labels,
      columnLabels: columns.labels,
      rho: numbersOrNull(rho),
      pValue: numbersOrNull(p),
      sd: numbersOrNull(sd),
      slices,
    },
    lines: [
      `${name}: Spearman's rho of ${what}, ${across}`,
      ...tableLines(
        ["", ...columns.labels],
        rho.map((row, r) => [rows.labels[r] ?? "", ...row.map(shortNumber)]),
        numbers,
      ),
    ],
  };
}
