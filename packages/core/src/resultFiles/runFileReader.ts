import { Dataset, type File, type Group } from "h5wasm/node";
import { FileError } from "../errors.js";
import { groupAt, openHdf5, textAttribute, textsAttribute } from "../files/hdf5.js";
import type { SkippedImages } from "../imageFolder/badImages.js";
import type { Progress } from "../run/ports.js";
import type { Provenance } from "../run/runResult.js";
import type { RunSpec } from "../run/runSpec.js";
import { RUN_FORMAT, RUN_VERSION, type RunOrigin } from "./runFile.js";
import { readSkipped } from "./skippedImages.js";

/** A checkpoint of a stored run. */
export interface StoredCheckpoint {
  readonly name: string;
  /** [C, H, W] or [C]. */
  readonly shape: readonly number[];
  readonly measures: readonly StoredMeasure[];
}

/** The index maps of one measure at one checkpoint. */
export interface StoredMeasure {
  readonly measure: string;
  readonly maps: readonly MapName[];
}

/** Which index map; `index` is its place on the first axis of the measure's datasets. */
export interface MapName {
  readonly index: number;
  readonly factor: string | null;
  readonly withFactor: string | null;
}

/** Aggregated indices: of each channel (C), and of the whole checkpoint; NaN where undefined. */
export interface StoredAggregates {
  readonly channelValues: Float64Array;
  readonly channelHalfWidths: Float64Array;
  readonly checkpointValue: number;
  readonly checkpointHalfWidth: number;
}

/** (U) values and half widths of one index map; NaN where undefined. */
export interface StoredUnits {
  readonly values: Float32Array;
  readonly halfWidths: Float32Array;
}

/** What is known of the units of an index map beyond values and half widths: see the engine's `UnitFlags`. */
export interface StoredFlags {
  /** (U) 0 or 1. */
  readonly trusted: Uint8Array;
  readonly distinguishable: Uint8Array;
  /** NaN when no unit is defined. */
  readonly simultaneousHalfWidth: number;
}

/** A run stored by `writeRunFile`, read map by map. */
export class RunFileReader {
  private constructor(
    readonly file: string,
    readonly spec: RunSpec,
    readonly origin: RunOrigin,
    readonly provenance: Provenance,
    readonly evaluations: Progress,
    readonly checkpoints: readonly StoredCheckpoint[],
    /** Bad images that were left out of the run's set. */
    readonly skipped: SkippedImages,
    private readonly h5: File,
    private readonly groups: ReadonlyMap<string, Group>,
  ) {}

  /** @throws {FileError} when the file is not such a run, or of another version. */
  static async open(file: string): Promise<RunFileReader> {
    const h5 = await openHdf5(file, "run");
    try {
      if (textAttribute(h5, "format") !== RUN_FORMAT) {
        throw new FileError(`"${file}" is an HDF5 file, but no run; expected what unitscope analyze writes.`);
      }
      const version = Number(h5.attrs["version"]?.value);
      if (version !== RUN_VERSION) {
        throw new FileError(
          `"${file}" is a run of format ${version}; this version reads format ${RUN_VERSION}.`,
        );
      }
      const spec = JSON.parse(textAttribute(h5, "spec") ?? "null") as RunSpec | null;
      const origin = JSON.parse(textAttribute(h5, "origin") ?? "null") as RunOrigin | null;
      const provenance = JSON.parse(textAttribute(h5, "provenance") ?? "null") as Provenance | null;
      const evaluations = JSON.parse(textAttribute(h5, "evaluations") ?? "null") as Progress | null;
      const parent = groupAt(h5, "checkpoints");
      if (
        spec === null ||
        origin === null ||
        provenance === null ||
        evaluations === null ||
        parent === undefined
      ) {
        throw new FileError(
          `"${file}" is not complete: spec, origin, provenance, evaluations or checkpoints are missing.`,
        );
      }
      const groups = new Map<string, Group>();
      const checkpoints = parent.keys().map((key) => readCheckpoint(parent, key, groups));
      const skipped = readSkipped(h5);
      return new RunFileReader(file, spec, origin, provenance, evaluations, checkpoints, skipped, h5, groups);
    } catch (error) {
      h5.close();
      throw error;
    }
  }

  /** The index map of a checkpoint. */
  readUnits(checkpoint: StoredCheckpoint, measure: StoredMeasure, map: MapName): StoredUnits {
    const take = this.slices(checkpoint, measure, map);
    return {
      values: Float32Array.from(take("values")),
      halfWidths: Float32Array.from(take("half_widths")),
    };
  }

  /** What an index map says about channels and the whole checkpoint. */
  readAggregated(checkpoint: StoredCheckpoint, measure: StoredMeasure, map: MapName): StoredAggregates {
    const take = this.slices(checkpoint, measure, map);
    return {
      channelValues: Float64Array.from(take("channel_values")),
      channelHalfWidths: Float64Array.from(take("channel_half_widths")),
      checkpointValue: take("checkpoint_values")[0] ?? Number.NaN,
      checkpointHalfWidth: take("checkpoint_half_widths")[0] ?? Number.NaN,
    };
  }

  /** The flags of the units of an index map; null for measures that are no indices. */
  readFlags(checkpoint: StoredCheckpoint, measure: StoredMeasure, map: MapName): StoredFlags | null {
    const group = this.groupOf(checkpoint, measure);
    const widths = group?.attrs["simultaneous_half_widths"]?.value;
    if (widths === undefined) return null;
    const take = this.slices(checkpoint, measure, map);
    return {
      trusted: Uint8Array.from(take("trusted")),
      distinguishable: Uint8Array.from(take("distinguishable")),
      simultaneousHalfWidth: (widths as Float64Array)[map.index] ?? Number.NaN,
    };
  }

  private groupOf(checkpoint: StoredCheckpoint, { measure }: StoredMeasure): Group | undefined {
    return this.groups.get(`${checkpoint.name} ${measure}`);
  }

  private slices(checkpoint: StoredCheckpoint, measure: StoredMeasure, { index }: MapName) {
    const group = this.groupOf(checkpoint, measure);
    return (name: string) => sliceOf(group?.get(name) ?? null, index, `${this.file}: ${name}`);
  }

  close(): void {
    this.h5.close();
  }
}

function readCheckpoint(parent: Group, key: string, groups: Map<string, Group>): StoredCheckpoint {
  const group = groupAt(parent, key) as Group;
  const name = textAttribute(group, "name") ?? key;
  const shape = Array.from(group.attrs["shape"]?.value as Int32Array);
  const measures = group.keys().map((measure): StoredMeasure => {
    const measured = groupAt(group, measure) as Group;
    groups.set(`${name} ${measure}`, measured);
    const factors = textsAttribute(measured, "factors");
    const withFactors = textsAttribute(measured, "with_factors");
    const values = measured.get("values");
    const count = values instanceof Dataset ? (values.shape?.[0] ?? 0) : 0;
    return {
      measure,
      maps: Array.from({ length: count }, (_, index) => ({
        index,
        factor: factors[index] ?? null,
        withFactor: withFactors[index] ?? null,
      })),
    };
  });
  return { name, shape, measures };
}

type Stored = Float32Array | Float64Array | Uint8Array;

/** Entry `index` of the first axis, flat. */
function sliceOf(entity: unknown, index: number, name: string): Stored {
  if (!(entity instanceof Dataset)) throw new FileError(`"${name}" is missing.`);
  const rest = (entity.shape ?? []).slice(1).map((): [] => []);
  return entity.slice([[index, index + 1], ...rest]) as Stored;
}
