import { mkdir, readdir, readFile, rm, stat } from "node:fs/promises";
import path from "node:path";
import { dataFilesOf, MODEL_LIMITS, readExternalData, withDataBeside } from "@unitscope/core/reading";
import { ImportError } from "./importErrors.js";
import { archiveKind } from "./readArchive.js";
import { unpackArchive } from "./unpackArchive.js";

const MOST_FILES = 1_000;
const SHOWN = 5;

/**
 * The network of an upload as one file in memory: an ONNX file, an archive (.zip, .tar, .tar.gz) with it and its data
 * files, or a folder of several files that came together.
 *
 * @param upload where it is; an archive is unpacked beside it for the time being
 * @param unpackLimitBytes what an archive may unpack to
 * @throws {OnnxFormatError} when data files are missing or do not fit the model, naming those to upload with it.
 * @throws {ImportError} when there is no ONNX file, or more than one, or the archive is refused.
 */
export async function readModelUpload(upload: string, unpackLimitBytes: number): Promise<Uint8Array> {
  if ((await stat(upload)).isDirectory()) return readModelIn(upload, await filesBelow(upload), "upload");
  if ((await archiveKind(upload)) === null) return readLone(await readFile(upload));
  const folder = `${upload}.unpacked`;
  await mkdir(folder);
  try {
    const limits = { totalBytes: unpackLimitBytes, files: MOST_FILES, fileBytes: MODEL_LIMITS.fileBytes };
    return await readModelIn(folder, await unpackArchive(upload, folder, limits), "archive");
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function readModelIn(
  folder: string,
  names: readonly string[],
  what: "archive" | "upload",
): Promise<Uint8Array> {
  const models = names.filter((name) => name.toLowerCase().endsWith(".onnx"));
  if (models.length !== 1) throw modelCountError(what, models.length === 0 ? names : models, models.length);
  const file = path.join(folder, models[0] as string);
  return (await withDataBeside(await readFile(file), file)).bytes;
}

function modelCountError(what: string, names: readonly string[], count: number): ImportError {
  const shown = names.slice(0, SHOWN).map((name) => `"${name}"`);
  const more = names.length > SHOWN ? ` and ${names.length - SHOWN} more` : "";
  const list = names.length === 0 ? "nothing" : `${shown.join(", ")}${more}`;
  const isCheckpoint = names.some((name) => path.posix.basename(name) === "data.pkl");
  const hint = isCheckpoint
    ? " This is a PyTorch checkpoint: export the network with torch.onnx.export."
    : "";
  return new ImportError(
    "INVALID",
    count === 0
      ? `The ${what} has no .onnx file; it has ${list}. Put the model and its data files into it.${hint}`
      : `The ${what} has ${count} .onnx files: ${list}. Put one model and its data files into it.`,
    "uploadId",
  );
}

/** A model that came alone: what is around it in the folder of uploads belongs to others. */
async function readLone(bytes: Uint8Array): Promise<Uint8Array> {
  const files = dataFilesOf(bytes).filter((location) => location !== "");
  const together = `upload the model with ${files.map((file) => `"${file}"`).join(" and ")}, as several files of one form or in a zip`;
  const alone = await readExternalData(bytes, {
    size: async (location) => ({ fault: `"${location}" did not come with it; ${together}` }),
    read: async () => undefined,
  });
  return alone.bytes;
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"));
}
