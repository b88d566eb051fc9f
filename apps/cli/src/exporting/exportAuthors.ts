import path from "node:path";
import { FileError } from "@unitscope/core";
import {
  createHdf5,
  type RunFileReader,
  type StoredCheckpoint,
  safeName,
  writeNumbers,
} from "@unitscope/core/commandLine";
import type { ExportTask } from "./exportTask.js";
import { selectedMeasures } from "./selectedMaps.js";

/** A file as the authors' code writes it: which of a checkpoint's measures go into which dataset. */
interface AuthorsFile {
  readonly file: string;
  readonly needs: string;
  /** Datasets of one checkpoint: name, shape before U, and the maps one after another. */
  datasets(maps: MapsOf): { name: string; lead: readonly number[]; data: Float32Array[] }[];
}

/** (U) maps of one measure at one checkpoint, of all factors or of one; empty when the run has none. */
type MapsOf = (measure: string, factor?: string) => Float32Array[];

const FILES: readonly AuthorsFile[] = [
  {
    file: "sobol.h5",
    needs: "ST",
    datasets: (maps) => {
      const [s1, st, s2] = [maps("S1"), maps("ST"), maps("S2")];
      const both = { name: "si+sT", lead: [2, st.length], data: [...s1, ...st] };
      return s2.length > 0 ? [both, { name: "si2", lead: [1, s2.length], data: s2 }] : [both];
    },
  },
  {
    file: "shapley.h5",
    needs: "SHAPLEY",
    datasets: (maps) => {
      const shares = maps("SHAPLEY");
      const variance = maps("VARIANCE")[0];
      // The authors store effects in units of variance, ours are shares of it.
      const effects = shares.map((map) => map.map((share, u) => share * (variance?.[u] ?? Number.NaN)));
      return [
        { name: "shpv", lead: [effects.length], data: effects },
        { name: "means", lead: [], data: maps("MEAN") },
      ];
    },
  },
  {
    file: "variances.h5",
    needs: "VARIANCE",
    datasets: (maps) => [
      { name: "mean", lead: [], data: maps("MEAN") },
      { name: "var", lead: [], data: maps("VARIANCE") },
    ],
  },
];

/**
 * A file for each augmentation of a contrast. The authors' code stores the point-biserial correlation as cs_rbscc and the
 * rank-biserial as cs_pbrcc; here each has the name that stands for it. p values are the corrected ones.
 */
function contrastFiles(run: RunFileReader): AuthorsFile[] {
  const measures = run.checkpoints.flatMap((checkpoint) => checkpoint.measures);
  const maps = measures.filter(({ measure }) => measure === "CONTRAST").flatMap((measure) => measure.maps);
  const factors = new Set(maps.flatMap(({ factor }) => factor ?? []));
  return [...factors].map((factor) => ({
    file: `contrast.${safeName(factor)}.h5`,
    needs: "CONTRAST",
    datasets: (maps) => [
      { name: "cs_pvals", lead: [], data: maps("CONTRAST_P_CORRECTED", factor) },
      { name: "cs_rbscc", lead: [], data: maps("CONTRAST_RANK", factor) },
      { name: "cs_pbrcc", lead: [], data: maps("CONTRAST", factor) },
    ],
  }));
}

/**
 * The run in files with the dataset names of the authors' code: a group a checkpoint with the attribute `shape`, units
 * flattened. Only the measures that the run has are written; undefined values are NaN, not the authors' 0.
 *
 * @throws {FileError} when the run has none of the authors' measures.
 */
export async function exportAuthors(task: ExportTask): Promise<string[]> {
  const { run, selection, directory } = task;
  const wanted = selectedMeasures(run, selection);
  const checkpoints = [...new Set(wanted.map(({ checkpoint }) => checkpoint))];
  const files: string[] = [];
  for (const { file, needs, datasets } of [...FILES, ...contrastFiles(run)]) {
    if (!wanted.some(({ measure }) => measure.measure === needs)) continue;
    const h5 = await createHdf5(path.join(directory, file));
    try {
      for (const checkpoint of checkpoints) {
        await task.step();
        const units = checkpoint.shape.reduce((product, axis) => product * axis, 1);
        const group = h5.create_group(safeName(checkpoint.name), true);
        group.create_attribute("name", checkpoint.name);
        group.create_attribute("shape", Int32Array.from(checkpoint.shape));
        for (const { name, lead, data } of datasets(mapsOf(run, checkpoint))) {
          if (data.length > 0) writeNumbers(group, name, [...lead, units], concatenate(data));
        }
      }
    } finally {
      h5.close();
    }
    files.push(file);
  }
  if (files.length === 0) {
    throw new FileError(
      `"${run.file}" has no measure that the authors' files hold (S1 and ST, SHAPLEY, VARIANCE, CONTRAST).`,
    );
  }
  return files;
}

function mapsOf(run: RunFileReader, checkpoint: StoredCheckpoint): MapsOf {
  return (wanted, factor) => {
    const measure = checkpoint.measures.find((candidate) => candidate.measure === wanted);
    if (measure === undefined) return [];
    return measure.maps
      .filter((name) => factor === undefined || name.factor === factor)
      .map((name) => run.readUnits(checkpoint, measure, name).values);
  };
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
