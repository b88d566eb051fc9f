import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { FileError } from "../errors.js";
import { CsvWriter, readCsv } from "../files/csv.js";
import { readJson } from "../files/readBytes.js";
import { safeNames } from "../files/safeName.js";
import { ensureFolder, writeWhole } from "../files/writeWhole.js";
import { readNpy } from "../npy/npyReader.js";
import { writeNpy } from "../npy/npyWriter.js";
import type { RunSpec } from "../run/runSpec.js";
import { type CheckpointMask, multipliersOf } from "../study/maskChoice.js";
import type { Mask, MaskRecipe } from "./maskFile.js";
import { type CheckpointSummary, summariseMask } from "./maskSummary.js";
import type { RunOrigin } from "./runFile.js";
import { unitPositions } from "./unitPositions.js";

/** Values of the fields `format` and `version` of mask.json; docs/files.md describes the folder. */
const MASK_FORMAT = "unitscope-mask";
const MASK_VERSION = 1;
const MAIN = "mask.json";
const COLUMNS = ["channel", "y", "x", "value"];

/** (U) index of each unit of a checkpoint; undefined when a mask has no map of its own. */
export type ValuesOf = (checkpoint: string) => Promise<ArrayLike<number> | undefined>;

/** What mask.json holds. */
interface StoredMask {
  readonly format: string;
  readonly version: number;
  readonly recipe: MaskRecipe;
  readonly origin: RunOrigin;
  readonly run: RunSpec;
  readonly checkpoints: readonly (CheckpointSummary & {
    readonly tensor: string;
    readonly alpha: number | null;
    readonly multipliers: string;
    readonly units: string;
  })[];
}

/**
 * Writes a mask as a folder: mask.json, and for each checkpoint its multipliers and the list of its units. mask.json
 * comes last: a folder without it is no mask.
 *
 * @param overwrite whether a mask that is there may be replaced
 * @returns the files written
 * @throws {FileError} when there is a mask already.
 */
export async function writeMask(
  folder: string,
  mask: Mask,
  valuesOf: ValuesOf,
  overwrite: boolean,
): Promise<string[]> {
  const main = path.join(folder, MAIN);
  if (existsSync(main)) {
    if (!overwrite) {
      throw new FileError(
        `"${folder}" holds a mask already; give --overwrite to replace it, or choose another --out.`,
      );
    }
    await removeMask(folder);
  }
  await ensureFolder(folder);
  const files: string[] = [];
  const stored: StoredMask["checkpoints"][number][] = [];
  const names = safeNames(mask.checkpoints.map(({ checkpoint }) => checkpoint));
  for (const [i, summary] of summariseMask(mask.checkpoints).entries()) {
    const checkpoint = mask.checkpoints[i] as CheckpointMask;
    const name = names.get(checkpoint.checkpoint);
    const [multipliers, units] = [`${name}.npy`, `${name}.units.csv`];
    await writeWhole(path.join(folder, multipliers), (file) =>
      writeNpy(file, checkpoint.shape, multipliersOf(checkpoint)),
    );
    const values = await valuesOf(checkpoint.checkpoint);
    await writeWhole(path.join(folder, units), (file) => writeUnits(file, checkpoint, values));
    files.push(path.join(folder, multipliers), path.join(folder, units));
    stored.push({ ...summary, tensor: checkpoint.tensor, alpha: checkpoint.alpha, multipliers, units });
  }
  const { recipe, origin, run } = mask;
  const content: StoredMask = {
    format: MASK_FORMAT,
    version: MASK_VERSION,
    recipe,
    origin,
    run,
    checkpoints: stored,
  };
  await writeWhole(main, (file) => writeFile(file, `${JSON.stringify(content)}\n`));
  return [main, ...files];
}

/**
 * Reads what {@link writeMask} wrote.
 *
 * @throws {FileError} when the folder holds no mask, or its files do not fit together.
 */
export async function readMask(folder: string): Promise<Mask> {
  const { recipe, origin, run, checkpoints } = await readMain(folder);
  const masks: CheckpointMask[] = [];
  for (const stored of checkpoints) {
    const file = path.join(folder, stored.multipliers);
    const { shape, data } = await readNpy(file, "mask");
    if (JSON.stringify(shape) !== JSON.stringify(stored.shape)) {
      throw new FileError(`The mask "${file}" is [${shape}]; ${MAIN} says [${stored.shape}].`);
    }
    const multipliers = Float32Array.from(data);
    const units = await readUnits(path.join(folder, stored.units), stored.shape);
    const mask: CheckpointMask = {
      checkpoint: stored.checkpoint,
      tensor: stored.tensor,
      shape: stored.shape,
      units,
      alpha: stored.alpha,
      multipliers: stored.alpha === null ? multipliers : null,
      requested: stored.requested,
      eligible: stored.eligible,
      undefinedUnits: stored.undefinedCount,
      threshold: stored.threshold ?? Number.NaN,
      tiesLeftOut: stored.tiesLeftOut,
    };
    const odd = multipliersOf(mask).findIndex((value, u) => value !== multipliers[u]);
    if (odd >= 0 || units.length !== stored.unitCount) {
      throw new FileError(
        `"${file}" and "${stored.units}" do not fit together: one was changed after it was written; make the mask anew.`,
      );
    }
    masks.push(mask);
  }
  return { recipe, origin, run, checkpoints: masks };
}

async function readMain(folder: string): Promise<StoredMask> {
  const file = path.join(folder, MAIN);
  const content = (await readJson(file, "mask")) as Partial<StoredMask> | null;
  if (content?.format !== MASK_FORMAT) {
    throw new FileError(`"${file}" is no mask; expected what unitscope mask writes.`);
  }
  if (content.version !== MASK_VERSION) {
    throw new FileError(
      `"${file}" is a mask of format ${content.version}; this version reads format ${MASK_VERSION}.`,
    );
  }
  return content as StoredMask;
}

async function removeMask(folder: string): Promise<void> {
  const { checkpoints } = await readMain(folder);
  await rm(path.join(folder, MAIN));
  for (const { multipliers, units } of checkpoints) {
    // Names only: mask.json cannot reach outside its folder.
    for (const name of [multipliers, units])
      await rm(path.join(folder, path.basename(name)), { force: true });
  }
}

async function writeUnits(
  file: string,
  { shape, units }: CheckpointMask,
  values: ArrayLike<number> | undefined,
): Promise<void> {
  const { channel, y, x } = unitPositions(shape);
  const csv = await CsvWriter.create(file, COLUMNS);
  for (const u of units) {
    const value = values?.[u] ?? Number.NaN;
    // Of a float32 nine digits tell everything.
    const cell = Number.isFinite(value) ? Number(value.toPrecision(9)) : null;
    await csv.row([channel[u] ?? 0, y[u] ?? 0, x[u] ?? 0, cell]);
  }
  await csv.close();
}

async function readUnits(file: string, shape: readonly number[]): Promise<Uint32Array> {
  const [channels = 0, height = 1, width = 1] = shape;
  const units: number[] = [];
  let line = 0;
  for await (const cells of readCsv(file, "list of units")) {
    if (line++ === 0) {
      if (cells.join() === COLUMNS.join()) continue;
      throw new FileError(`"${file}" must begin with ${COLUMNS.join(",")}.`);
    }
    const [c = -1, y = -1, x = -1] = cells.slice(0, 3).map(Number);
    if (!(isBelow(c, channels) && isBelow(y, height) && isBelow(x, width))) {
      throw new FileError(`"${file}", line ${line}: there is no unit ${cells.slice(0, 3)} in [${shape}].`);
    }
    units.push((c * height + y) * width + x);
  }
  return Uint32Array.from(units).sort();
}

function isBelow(position: number, length: number): boolean {
  return Number.isInteger(position) && position >= 0 && position < length;
}
