import { specialization } from "@unitscope/core/commandLine";
import { tableLines } from "../table.js";
import { type FactorMaps, valuesOf } from "./factorMaps.js";
import type { Report } from "./report.js";

/** How the units of one checkpoint divide by the factor with the largest index. */
export function specializationReport(maps: FactorMaps): Report {
  const { checkpoint, labels, measure, units } = maps;
  const result = specialization(
    valuesOf(maps),
    units.map(({ halfWidths }) => halfWidths),
  );
  const shareOf = (share: number | undefined) => (share === undefined || Number.isNaN(share) ? 0 : share);
  const shares = [
    ...labels.map((factor, i) => ({
      factor,
      units: result.units[i] ?? 0,
      share: shareOf(result.shares[i]),
    })),
    { factor: "undecided", units: result.undecided, share: shareOf(result.undecidedShare) },
  ];
  return {
    data: { checkpoint: checkpoint.name, measure, undefinedUnits: result.undefinedUnits, shares },
    lines: [
      `${checkpoint.name}: units by the factor with the largest ${measure}; undecided where 95 % intervals overlap`,
      ...tableLines(
        ["factor", "units", "share"],
        shares.map(({ factor, units: count, share }) => [
          factor,
          String(count),
          `${(100 * share).toFixed(1)} %`,
        ]),
        [1, 2],
      ),
      ...(result.undefinedUnits > 0 ? [`${result.undefinedUnits} units have no index.`] : []),
    ],
  };
}
