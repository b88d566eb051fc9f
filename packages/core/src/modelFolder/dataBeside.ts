import { constants, type Stats } from "node:fs";
import { type FileHandle, open, realpath } from "node:fs/promises";
import path from "node:path";
import { OnnxFormatError } from "../errors.js";
import { type DataFiles, readExternalData, type WholeModel } from "../onnx/externalData.js";

/** A read of more is refused by some systems. */
const MOST_AT_ONCE = 2 ** 30;
/** A pipe or a device is opened without waiting for who is at its other end; Windows has no such flag. */
const READ_AT_ONCE = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Brings in the values that a model keeps in other files beside it, such as `model.onnx.data`.
 *
 * @param bytes of the model
 * @param file where the model is
 * @throws {OnnxFormatError} as `readExternalData`; a path that leaves the model's folder is refused, through links too.
 */
export async function withDataBeside(bytes: Uint8Array, file: string): Promise<WholeModel> {
  const files = new FilesBeside(file);
  try {
    return await readExternalData(bytes, files);
  } finally {
    await files.close();
  }
}

/** Regular files in and below the folder of a model. */
class FilesBeside implements DataFiles {
  private readonly handles = new Map<string, FileHandle>();
  private folders: Promise<readonly string[]> | undefined;

  constructor(private readonly model: string) {}

  async size(location: string): Promise<{ readonly bytes: number } | { readonly fault: string }> {
    const named = `"${location}"`;
    this.folders ??= foldersOf(this.model);
    try {
      const folders = await this.folders;
      const place = await firstPlace(folders, location);
      if (
        !folders.some((folder) => place.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep))
      ) {
        return { fault: `${named} is a link that leaves the model's folder; put the file itself there` };
      }
      const handle = await open(place, READ_AT_ONCE);
      const stats = await handle.stat();
      if (!stats.isFile()) {
        await handle.close();
        return { fault: `${named} is ${kindOf(stats)}, and a file is expected` };
      }
      this.handles.set(location, handle);
      return { bytes: stats.size };
    } catch (error) {
      return { fault: `${named} ${faultOf(error, path.dirname(location))}` };
    }
  }

  async read(location: string, offset: number, target: Uint8Array): Promise<void> {
    const handle = this.handles.get(location);
    let done = 0;
    while (done < target.length) {
      const most = Math.min(target.length - done, MOST_AT_ONCE);
      const read = await handle?.read(target, done, most, offset + done);
      if (!read || read.bytesRead === 0) {
        throw new OnnxFormatError(`"${location}" became shorter while it was read. Start again.`);
      }
      done += read.bytesRead;
    }
  }

  async close(): Promise<void> {
    for (const handle of this.handles.values()) await handle.close();
    this.handles.clear();
  }
}

/**
 * The folder of a model; where the model is a link also the folder that it leads to: people link the model alone, and
 * caches of downloads link it and its data to files in one folder.
 */
async function foldersOf(model: string): Promise<readonly string[]> {
  const folders = [await realpath(path.dirname(model)), path.dirname(await realpath(model))];
  return [...new Set(folders)];
}

/** Where a file really lies, links followed: in the first folder that has it. */
async function firstPlace([folder, ...others]: readonly string[], location: string): Promise<string> {
  try {
    return await realpath(path.join(folder, location));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT" || others.length === 0) throw error;
    return firstPlace(others, location);
  }
}

function kindOf(stats: Stats): string {
  if (stats.isDirectory()) return "a folder";
  return stats.isFIFO() ? "a pipe" : "a device";
}

function faultOf(error: unknown, folder: string): string {
  const code = (error as NodeJS.ErrnoException | null)?.code;
  if (code === "ENOENT" || code === "ENOTDIR") {
    return folder === "."
      ? "is missing; put it beside the model"
      : `is missing; put it into "${folder}" beside the model`;
  }
  if (code === "EISDIR") return "is a folder, and a file is expected";
  if (code === "ENXIO") return "is a pipe or a device, and a file is expected";
  return `cannot be read (${code ?? String(error)})`;
}
