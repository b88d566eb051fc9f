import { RunSpecError } from "../errors.js";
import type { RunMeasure } from "../run/runResult.js";
import type { MapKey, UnitMap, UnitMaps } from "../study/unitMaps.js";
import type { RunFileReader, StoredCheckpoint, StoredMeasure } from "./runFileReader.js";

/** What of a run its maps are read from. */
export type MapReader = Pick<RunFileReader, "checkpoints" | "readUnits">;

/** The index maps of a stored run as masks take them; the run has to stay open. */
export class StoredMaps implements UnitMaps {
  constructor(private readonly run: MapReader) {}

  async get({ checkpoint, measure, factor, withFactor }: MapKey): Promise<UnitMap> {
    const { checkpoints } = this.run;
    const stored = checkpoints.find(({ name }) => name === checkpoint);
    if (stored === undefined) throw missing("checkpoint", checkpoint, namesOf(checkpoints), "checkpoints");
    const measured = stored.measures.find((candidate) => candidate.measure === measure);
    if (measured === undefined) throw missing("measure", measure, measuresOf(stored), "measure");
    const name = measured.maps.find((map) => isPair(map, factor, withFactor));
    if (name === undefined) throw this.noFactor(measured, factor, withFactor);
    return this.run.readUnits(stored, measured, name);
  }

  private noFactor(measured: StoredMeasure, factor: string, withFactor: string | null): RunSpecError {
    const { measure, maps } = measured;
    const pairs = maps.map((map) => [map.factor, map.withFactor].filter((key) => key !== null).join("|"));
    const wanted = withFactor === null ? factor : `${factor}|${withFactor}`;
    const known = pairs.filter((pair) => pair !== "");
    if (known.length === 0) {
      return new RunSpecError(`${measure} belongs to no factor; take a measure of factors.`, "measure");
    }
    const isOfPairs = maps.some((map) => map.withFactor !== null);
    const field = isOfPairs ? "withFactor" : "factor";
    return missing(isOfPairs ? "pair of factors" : "factor", wanted, known, field, ` of ${measure}`);
  }
}

/**
 * The measure of a name, when the run has it.
 *
 * @throws {RunSpecError} otherwise.
 */
export function measureOf({ checkpoints }: Pick<MapReader, "checkpoints">, name: string): RunMeasure {
  const known = [...new Set(checkpoints.flatMap(measuresOf))];
  if (!known.includes(name)) throw missing("measure", name, known, "measure");
  return name as RunMeasure;
}

/** The pair of S2 in either order. */
function isPair(
  map: { readonly factor: string | null; readonly withFactor: string | null },
  factor: string,
  withFactor: string | null,
): boolean {
  if (map.factor === factor && map.withFactor === withFactor) return true;
  return withFactor !== null && map.factor === withFactor && map.withFactor === factor;
}

function measuresOf({ measures }: StoredCheckpoint): string[] {
  return measures.map(({ measure }) => measure);
}

function namesOf(checkpoints: readonly StoredCheckpoint[]): string[] {
  return checkpoints.map(({ name }) => name);
}

function missing(what: string, name: string, known: readonly string[], field: string, of = ""): RunSpecError {
  return new RunSpecError(`The run has no ${what} "${name}"${of}; it has ${known.join(", ")}.`, field);
}
