import {
  guessText,
  missingText,
  namesText,
  type RunFileReader,
  type StoredCheckpoint,
  type StoredUnits,
} from "@unitscope/core/commandLine";
import { UsageError } from "../errors.js";
import { type Selection, selectedMeasures } from "../exporting/selectedMaps.js";

/** The index maps of one measure at one checkpoint. */
export interface FactorMaps {
  readonly checkpoint: StoredCheckpoint;
  readonly measure: string;
  /** Keys of the factors; the measure where maps have none. */
  readonly labels: readonly string[];
  readonly units: readonly StoredUnits[];
}

/** Measures of single factors, the one that is taken unless asked otherwise first. */
const LEADING = ["SHAPLEY", "ST", "S1"];
const SHARES = ["S1", "ST", "SHAPLEY"];

/**
 * The measure that is reported when none is asked for.
 *
 * @throws {UsageError} when the run has no shares of variance.
 */
export function leadingMeasure({ checkpoints }: RunFileReader): string {
  const known = new Set(checkpoints.flatMap(({ measures }) => measures.map(({ measure }) => measure)));
  const found = LEADING.find((measure) => known.has(measure));
  if (found !== undefined) return found;
  throw new UsageError(
    `The run has none of ${LEADING.join(", ")}; name a --measure: ${[...known].join(", ")}.`,
  );
}

/** @throws {UsageError} for measures that are no shares of variance of single factors. */
export function requireShares(measure: string): void {
  if (SHARES.includes(measure)) return;
  throw new UsageError(`${measure} is no share of variance of single factors; ${SHARES.join(", ")} are.`);
}

/** @throws {UsageError} for measures that have no map for each factor. */
export function requireFactors(measure: string): void {
  if (measure === "MEAN" || measure === "VARIANCE") {
    throw new UsageError(`${measure} has no factors; S1, ST, SHAPLEY and those of a contrast have.`);
  }
  requireSingle(measure);
}

/** @throws {UsageError} for S2, whose maps are of two factors. */
export function requireSingle(measure: string): void {
  if (measure === "S2") throw new UsageError("S2 is of two factors; name a measure of single ones.");
}

/** Checkpoints that are reported, in forward order. @throws {UsageError} when the run lacks checkpoint or measure. */
export function reportedCheckpoints(run: RunFileReader, selection: Selection): StoredCheckpoint[] {
  return selectedMeasures(run, selection).map(({ checkpoint }) => checkpoint);
}

/** The maps of a measure at a checkpoint, in the order of the factors. */
export function readFactorMaps(
  run: RunFileReader,
  checkpoint: StoredCheckpoint,
  measure: string,
): FactorMaps {
  const stored = checkpoint.measures.find((candidate) => candidate.measure === measure);
  if (stored === undefined) {
    throw new UsageError(`The run has no ${measure} at the checkpoint "${checkpoint.name}".`);
  }
  return {
    checkpoint,
    measure,
    labels: stored.maps.map(({ factor }) => factor ?? measure),
    units: stored.maps.map((map) => run.readUnits(checkpoint, stored, map)),
  };
}

/** [d](U) */
export function valuesOf({ units }: FactorMaps): Float32Array[] {
  return units.map(({ values }) => values);
}

/**
 * The maps of some factors, in the order of the run.
 *
 * @throws {UsageError} for factors that there are no maps of.
 */
export function ofFactors(maps: FactorMaps, keys: readonly string[] | undefined): FactorMaps {
  if (keys === undefined) return maps;
  requireAmong(keys, maps.labels);
  const isWanted = (i: number) => keys.includes(maps.labels[i] ?? "");
  return {
    ...maps,
    labels: maps.labels.filter((_, i) => isWanted(i)),
    units: maps.units.filter((_, i) => isWanted(i)),
  };
}

/** @throws {UsageError} for factors that a measure of the run, also one of pairs, has nothing of. */
export function requireKnownFactors(
  { checkpoints }: RunFileReader,
  measure: string,
  keys: readonly string[] = [],
): void {
  const maps = checkpoints
    .flatMap(({ measures }) => measures.filter((candidate) => candidate.measure === measure))
    .flatMap((candidate) => candidate.maps);
  requireAmong(keys, [
    ...new Set(maps.flatMap(({ factor, withFactor }) => [factor ?? [], withFactor ?? []].flat())),
  ]);
}

function requireAmong(keys: readonly string[], known: readonly string[]): void {
  const strays = keys.filter((key) => !known.includes(key));
  if (strays.length === 0) return;
  throw new UsageError(
    `The run has no factor ${missingText(strays)}; it has ${namesText(known)}.${guessText(strays, known)}`,
  );
}
