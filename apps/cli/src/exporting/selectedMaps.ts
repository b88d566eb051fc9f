import {
  guessText,
  type MapName,
  missingText,
  namesText,
  type RunFileReader,
  type StoredCheckpoint,
  type StoredMeasure,
  safeName,
  safeNames,
} from "@unitscope/core/commandLine";
import { requireNoFaults } from "../asking/checks.js";

/** What of a run is exported; all when a list is missing. */
export interface Selection {
  readonly checkpoints?: readonly string[];
  readonly measures?: readonly string[];
}

/** One index map with what it belongs to. */
export interface SelectedMap {
  readonly checkpoint: StoredCheckpoint;
  readonly measure: StoredMeasure;
  readonly name: MapName;
}

/**
 * The measures of a run that a selection asks for, checkpoint by checkpoint.
 *
 * @throws {UsageError} for a checkpoint or measure that the run does not have.
 */
export function selectedMeasures(
  run: RunFileReader,
  { checkpoints, measures }: Selection,
): { checkpoint: StoredCheckpoint; measure: StoredMeasure }[] {
  const names = run.checkpoints.map((checkpoint) => checkpoint.name);
  const known = [...new Set(run.checkpoints.flatMap((c) => c.measures.map((measure) => measure.measure)))];
  requireNoFaults([
    ...unknownFaults("checkpoint", checkpoints, names),
    ...unknownFaults("measure", measures, known),
  ]);
  return run.checkpoints
    .filter((checkpoint) => checkpoints?.includes(checkpoint.name) ?? true)
    .flatMap((checkpoint) =>
      checkpoint.measures
        .filter((measure) => measures?.includes(measure.measure) ?? true)
        .map((measure) => ({ checkpoint, measure })),
    );
}

/** As {@link selectedMeasures}, map by map. */
export function selectedMaps(run: RunFileReader, selection: Selection): SelectedMap[] {
  return selectedMeasures(run, selection).flatMap(({ checkpoint, measure }) =>
    measure.maps.map((name) => ({ checkpoint, measure, name })),
  );
}

/** Names of a run's checkpoints in file names. */
export function checkpointFileNames(run: RunFileReader): ReadonlyMap<string, string> {
  return safeNames(run.checkpoints.map(({ name }) => name));
}

/** `layer1.S2.hue.erasing`: the name of a map in file names. */
export function mapFileName(
  { checkpoint, measure, name }: SelectedMap,
  checkpointNames: ReadonlyMap<string, string>,
): string {
  const parts = [measure.measure, name.factor, name.withFactor].filter((part) => part !== null);
  return [checkpointNames.get(checkpoint.name) ?? safeName(checkpoint.name), ...parts.map(safeName)].join(
    ".",
  );
}

function unknownFaults(what: string, wanted: readonly string[] = [], known: readonly string[]): string[] {
  const strays = wanted.filter((name) => !known.includes(name));
  return strays.length === 0
    ? []
    : [
        `The run has no ${what} ${missingText(strays)}; it has ${namesText(known)}.${guessText(strays, known)}`,
      ];
}
