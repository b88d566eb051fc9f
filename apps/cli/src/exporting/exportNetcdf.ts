import path from "node:path";
import {
  createHdf5,
  type RunFileReader,
  type StoredAggregates,
  type StoredCheckpoint,
  type StoredFlags,
  type StoredMeasure,
  type StoredUnits,
} from "@unitscope/core/commandLine";
import type { ExportTask } from "./exportTask.js";
import { NetcdfWriter } from "./netcdfWriter.js";
import { checkpointFileNames, selectedMeasures } from "./selectedMaps.js";

/** Axes of a checkpoint's units; a vector has the first only. */
const AXES = ["channel", "y", "x"] as const;

const LONG_NAMES: Readonly<Record<string, string>> = {
  S1: "first-order Sobol' index",
  ST: "total Sobol' index",
  S2: "second-order Sobol' index",
  SHAPLEY: "Shapley effect, share of variance",
  MEAN: "mean of the activation",
  VARIANCE: "variance of the activation",
  CONTRAST: "point-biserial correlation with the augmentation",
  CONTRAST_MEAN: "mean difference, augmented less plain",
  CONTRAST_SD: "standard deviation of the differences",
  CONTRAST_RANK: "rank-biserial correlation of the differences",
  CONTRAST_P: "p value of Wilcoxon's signed-rank test",
  CONTRAST_P_CORRECTED: "p value after Benjamini and Yekutieli",
};
/** Units of measures that have some; all else are numbers without. */
const UNITS: Readonly<Record<string, string>> = {
  MEAN: "activation",
  CONTRAST_MEAN: "activation",
  CONTRAST_SD: "activation",
  VARIANCE: "activation^2",
};

/**
 * A netCDF-4 file (HDF5 with dimension scales) for each checkpoint, `<checkpoint>.nc`: a variable for each measure over
 * factor, channel, y and x, with its half widths, flags and aggregated indices beside it.
 */
export async function exportNetcdf(task: ExportTask): Promise<string[]> {
  const { run, selection, directory } = task;
  const wanted = selectedMeasures(run, selection);
  const names = checkpointFileNames(run);
  const files: string[] = [];
  for (const checkpoint of new Set(wanted.map((each) => each.checkpoint))) {
    const file = `${names.get(checkpoint.name)}.nc`;
    const h5 = await createHdf5(path.join(directory, file));
    try {
      const writer = new NetcdfWriter(h5);
      writer.describe({
        title: `Index maps of ${checkpoint.name}`,
        run: task.name,
        checkpoint: checkpoint.name,
        method: run.spec.method,
        model: run.origin.model,
        model_sha256: run.origin.modelSha256,
        source: `Unitscope ${run.provenance.engine}`,
        comment: "Half widths are those of 95 % intervals. Undefined values are NaN.",
      });
      for (const [axis, size] of checkpoint.shape.entries()) {
        writer.dimension(
          AXES[axis] ?? `axis_${axis}`,
          Int32Array.from({ length: size }, (_, i) => i),
        );
      }
      for (const each of wanted) {
        if (each.checkpoint === checkpoint) await writeMeasure(task, writer, checkpoint, each.measure);
      }
    } finally {
      h5.close();
    }
    files.push(file);
  }
  return files;
}

async function writeMeasure(
  { run, step }: ExportTask,
  writer: NetcdfWriter,
  checkpoint: StoredCheckpoint,
  measure: StoredMeasure,
): Promise<void> {
  const { measure: name, maps } = measure;
  const lead = leadOf(writer, measure);
  const axes = checkpoint.shape.map((_, axis) => AXES[axis] ?? `axis_${axis}`);
  const over = [...lead, ...axes];
  const text = LONG_NAMES[name] ?? name;
  const units = UNITS[name] ?? "1";
  const read: ReadMap[] = [];
  for (const map of maps) {
    await step();
    read.push({
      ...run.readUnits(checkpoint, measure, map),
      flags: run.readFlags(checkpoint, measure, map),
      ...run.readAggregated(checkpoint, measure, map),
    });
  }
  const each = <T>(pick: (map: (typeof read)[number]) => T): T[] => read.map(pick);
  const put = (suffix: string, dimensions: string[], parts: Numbers[], what: string, unit = units) =>
    writer.variable(`${name}${suffix}`, dimensions, parts, { long_name: what, units: unit });
  put(
    "",
    over,
    each(({ values }) => values),
    text,
  );
  put(
    "_half_width",
    over,
    each(({ halfWidths }) => halfWidths),
    `half width of the ${text}`,
  );
  const flags = read.flatMap((map) => map.flags ?? []);
  if (flags.length === read.length) {
    put(
      "_trusted",
      over,
      flags.map(({ trusted }) => trusted),
      "1 where the half width can be trusted",
      "1",
    );
    put(
      "_distinguishable",
      over,
      flags.map(({ distinguishable }) => distinguishable),
      "1 where the index is distinguishable from 0",
      "1",
    );
  }
  if (!hasAggregates(run, checkpoint, measure)) return;
  const ofChannel = [...lead, "channel"];
  put(
    "_channel",
    ofChannel,
    each(({ channelValues }) => channelValues),
    `${text}, each channel as one output`,
  );
  put(
    "_channel_half_width",
    ofChannel,
    each((map) => map.channelHalfWidths),
    "half width of it",
  );
  put(
    "_checkpoint",
    lead,
    each((map) => Float64Array.of(map.checkpointValue)),
    `${text}, all units as one output`,
  );
  put(
    "_checkpoint_half_width",
    lead,
    each((map) => Float64Array.of(map.checkpointHalfWidth)),
    "half width of it",
  );
}

type ReadMap = StoredUnits & StoredAggregates & { readonly flags: StoredFlags | null };
type Numbers = Float32Array | Float64Array | Uint8Array;

/** The dimension of a measure's maps: factors, or pairs of them; none of MEAN and VARIANCE. */
function leadOf(writer: NetcdfWriter, { measure, maps }: StoredMeasure): string[] {
  const keys = maps.map(({ factor, withFactor }) => [factor, withFactor].filter(Boolean).join("|"));
  if (keys.every((key) => key === "")) return [];
  return [
    writer.labels(maps.some(({ withFactor }) => withFactor !== null) ? "pair" : "factor", keys, measure),
  ];
}

function hasAggregates(run: RunFileReader, checkpoint: StoredCheckpoint, measure: StoredMeasure): boolean {
  return measure.maps.some((map) =>
    Number.isFinite(run.readAggregated(checkpoint, measure, map).checkpointValue),
  );
}
