import { RunSpecError, type UnitMaps } from "@unitscope/core/reading";
import type { Queries } from "../db/database.js";
import { findIndexMaps } from "../db/indexMaps.js";
import type { IndexMapValues } from "./indexMapValues.js";

/** The stored index maps of a run. The two factors of an S2 may stand in either order. */
export function storedUnitMaps(db: Queries, values: IndexMapValues, runId: string): UnitMaps {
  return {
    get: async ({ checkpoint, measure, factor, withFactor }) => {
      const maps = await findIndexMaps(db, [runId], { checkpoint, measure });
      const second = withFactor ?? "";
      const found = maps.find(
        (map) =>
          (map.factor === factor && map.withFactor === second) ||
          (map.factor === second && map.withFactor === factor),
      );
      if (found) return values.of(found);
      throw missing(maps, { checkpoint, measure, factor, withFactor });
    },
  };
}

/** Says what there is instead. */
function missing(
  maps: readonly { readonly factor: string; readonly withFactor: string }[],
  wanted: { checkpoint: string; measure: string; factor: string; withFactor: string | null },
): RunSpecError {
  const { checkpoint, measure, factor, withFactor } = wanted;
  if (maps.length === 0) {
    return new RunSpecError(`The run has no ${measure} of the checkpoint "${checkpoint}".`, "measure");
  }
  const there = maps.map((map) => [map.factor, map.withFactor].filter(Boolean).join(" with "));
  const isPair = maps.some((map) => map.withFactor !== "");
  const isKnown = maps.some((map) => map.factor === factor || map.withFactor === factor);
  const field = isKnown ? "withFactor" : "factor";
  const what = `${measure} of "${factor}"${withFactor ? ` with "${withFactor}"` : ""}`;
  const needs = isPair ? " S2 needs factor and withFactor." : "";
  return new RunSpecError(`The run has no ${what}; there are ${there.join(", ")}.${needs}`, field);
}
