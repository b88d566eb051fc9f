import { createHdf5, writeNumbers } from "../files/hdf5.js";
import { safeName } from "../files/safeName.js";
import type { SkippedImages } from "../imageFolder/badImages.js";
import type { IndexMapResult, RunResult } from "../run/runResult.js";
import type { CheckpointSpec, RunSpec } from "../run/runSpec.js";
import { storedEstimate } from "../run/storedEstimate.js";
import { writeSkipped } from "./skippedImages.js";

/** Value of the attribute `format` and `version` of the files written here; docs/files.md describes the layout. */
export const RUN_FORMAT = "unitscope-run";
export const RUN_VERSION = 1;

/** Where a run's numbers came from, beside what its result tells. */
export interface RunOrigin {
  /** The model's file name and the SHA-256 of its bytes. */
  readonly model: string;
  readonly modelSha256: string;
  /** Digest of the images' names and contents, in order. */
  readonly imagesDigest: string;
  readonly partitions: readonly string[];
  readonly classes: readonly string[];
}

/**
 * Writes a finished run as HDF5: a group for each checkpoint, in it a group for each measure with its index maps one
 * after another. Index maps are float32, undefined values NaN; flags are uint8 and there for indices only.
 *
 * @param skipped bad images that were left out
 */
export async function writeRunFile(
  file: string,
  spec: RunSpec,
  origin: RunOrigin,
  result: RunResult,
  skipped: SkippedImages = { count: 0, images: [] },
): Promise<void> {
  const h5 = await createHdf5(file);
  h5.create_attribute("format", RUN_FORMAT);
  h5.create_attribute("version", RUN_VERSION, [], "<i");
  h5.create_attribute("method", spec.method);
  h5.create_attribute("spec", JSON.stringify(spec));
  h5.create_attribute("origin", JSON.stringify(origin));
  h5.create_attribute("provenance", JSON.stringify(result.provenance));
  h5.create_attribute("evaluations", JSON.stringify(result.evaluations));
  writeSkipped(h5, skipped);
  const checkpoints = h5.create_group("checkpoints", true);
  for (const checkpoint of spec.checkpoints) {
    const group = checkpoints.create_group(safeName(checkpoint.name), true);
    group.create_attribute("name", checkpoint.name);
    group.create_attribute("tensor", checkpoint.tensor);
    group.create_attribute("shape", Int32Array.from(checkpoint.shape));
    const maps = result.maps.filter((map) => map.checkpoint === checkpoint.name);
    for (const measure of new Set(maps.map((map) => map.measure))) {
      const measured = group.create_group(measure, true);
      writeMeasure(
        measured,
        checkpoint,
        maps.filter((map) => map.measure === measure),
      );
    }
  }
  h5.close();
}

function writeMeasure(
  group: Parameters<typeof writeNumbers>[0],
  { shape }: CheckpointSpec,
  maps: readonly IndexMapResult[],
): void {
  const count = maps.length;
  const channels = shape[0] ?? 0;
  if (maps.some((map) => map.factor !== null)) {
    group.create_attribute(
      "factors",
      maps.map((map) => map.factor ?? ""),
    );
  }
  if (maps.some((map) => map.withFactor !== null)) {
    group.create_attribute(
      "with_factors",
      maps.map((map) => map.withFactor ?? ""),
    );
  }
  const each = <T>(pick: (map: IndexMapResult) => T): T[] => maps.map(pick);
  const write = (name: string, shape: readonly number[], data: Stored) =>
    writeNumbers(group, name, [count, ...shape], data);
  const stored = maps.map(storedEstimate);
  write(
    "values",
    shape,
    join(
      Float32Array,
      stored.map((map) => map.values),
    ),
  );
  write(
    "half_widths",
    shape,
    join(
      Float32Array,
      stored.map((map) => map.halfWidths),
    ),
  );
  write(
    "channel_values",
    [channels],
    join(
      Float64Array,
      each((map) => map.channelAggregated),
    ),
  );
  write(
    "channel_half_widths",
    [channels],
    join(
      Float64Array,
      each((map) => map.channelAggregatedHalfWidths),
    ),
  );
  write(
    "checkpoint_values",
    [],
    Float64Array.from(maps, (map) => map.aggregated),
  );
  write(
    "checkpoint_half_widths",
    [],
    Float64Array.from(maps, (map) => map.aggregatedHalfWidth),
  );
  const flags = maps.flatMap((map) => map.flags ?? []);
  if (flags.length < count) return;
  write(
    "trusted",
    shape,
    join(
      Uint8Array,
      flags.map((flag) => flag.trusted),
    ),
  );
  write(
    "distinguishable",
    shape,
    join(
      Uint8Array,
      flags.map((flag) => flag.distinguishable),
    ),
  );
  const simultaneous = Float64Array.from(flags, ({ simultaneousHalfWidth: halfWidth }) =>
    Number.isFinite(halfWidth) ? halfWidth : Number.NaN,
  );
  group.create_attribute("simultaneous_half_widths", simultaneous, [count], "<d");
}

type Stored = Float32Array | Float64Array | Uint8Array;

function join<T extends Stored>(type: new (length: number) => T, parts: readonly Stored[]): T {
  const whole = new type(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
