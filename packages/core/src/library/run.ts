import { writeWhole } from "../files/writeWhole.js";
import type { SkippedImages } from "../imageFolder/badImages.js";
import type { RunOrigin } from "../resultFiles/runFile.js";
import type { MapName, RunFileReader, StoredCheckpoint } from "../resultFiles/runFileReader.js";
import { type MapReader, StoredMaps } from "../resultFiles/storedMaps.js";
import type { IndexMapResult, RunResult } from "../run/runResult.js";
import type { RunSpec } from "../run/runSpec.js";
import { storedEstimate } from "../run/storedEstimate.js";
import type { UnitMaps } from "../study/unitMaps.js";

/** A finished analysis in memory. */
export interface Run extends RunResult {
  /** The whole design; with network and images enough to repeat it bit for bit. */
  readonly spec: RunSpec;
  readonly origin: RunOrigin;
  /** Bad images that were left out. */
  readonly skipped: SkippedImages;
}

/** A finished analysis, in memory or in a file. */
export type AnyRun = Run | RunFileReader;

/**
 * Writes a run as HDF5 (docs/files.md has the layout), wholly or not at all. Values and half widths are kept as float32.
 *
 * @throws {FileError} when the file cannot be written.
 */
export async function saveRun(file: string, run: Run): Promise<void> {
  const { writeRunFile } = await import("../resultFiles/runFile.js");
  await writeWhole(file, (temporary) => writeRunFile(temporary, run.spec, run.origin, run, run.skipped));
}

/**
 * Opens a run that {@link saveRun} or the command line wrote. Index maps are read one by one, so that a file of any size
 * will do; `close` it afterwards.
 *
 * @throws {FileError} when the file is not such a run, or of another version.
 */
export async function openRun(file: string): Promise<RunFileReader> {
  const { RunFileReader } = await import("../resultFiles/runFileReader.js");
  return RunFileReader.open(file);
}

/** The index maps of a run as masks take them: the same numbers whether it was written and read in between or not. */
export function unitMapsOf(run: AnyRun): UnitMaps {
  return new StoredMaps("maps" in run ? readerOf(run) : run);
}

/** The maps of a run in memory, in the precision of a file. */
export function readerOf({ spec, maps }: Pick<Run, "spec" | "maps">): MapReader {
  const ofName = new Map<MapName, IndexMapResult>();
  const checkpoints = spec.checkpoints.map(({ name, shape }): StoredCheckpoint => {
    const own = maps.filter((map) => map.checkpoint === name);
    const measures = [...new Set(own.map(({ measure }) => measure))].map((measure) => ({
      measure,
      maps: own
        .filter((map) => map.measure === measure)
        .map((map, index) => {
          const mapName = { index, factor: map.factor, withFactor: map.withFactor };
          ofName.set(mapName, map);
          return mapName;
        }),
    }));
    return { name, shape, measures };
  });
  return {
    checkpoints,
    readUnits: (_checkpoint, _measure, name) => storedEstimate(ofName.get(name) as IndexMapResult),
  };
}
