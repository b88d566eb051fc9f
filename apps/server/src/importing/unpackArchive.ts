import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { leftoverIn, quoted } from "@unitscope/core/reading";
import { ImportError } from "./importErrors.js";
import { type ArchiveLimits, archiveEntries } from "./readArchive.js";

/**
 * Writes the files of an archive into a folder that is empty; what systems leave behind is passed over. The archive is
 * taken as hostile: nothing is written anywhere else, and no file twice.
 *
 * @returns paths of the files, relative to the folder
 * @throws {ImportError} as `readArchive`; what was written before is then to be thrown away.
 */
export async function unpackArchive(
  archive: string,
  folder: string,
  limits: ArchiveLimits,
): Promise<string[]> {
  const names: string[] = [];
  const isWanted = (name: string) => leftoverIn(name) === undefined;
  for await (const { path: name, content } of archiveEntries(archive, limits, isWanted)) {
    if (content === null) continue;
    const target = path.join(folder, name);
    try {
      await mkdir(path.dirname(target), { recursive: true });
      await pipeline(content, createWriteStream(target, { flags: "wx", mode: 0o600 }));
    } catch (error) {
      throw placeError(name, error);
    }
    names.push(name);
  }
  return names;
}

const TAKEN = new Set(["EEXIST", "ENOTDIR", "EISDIR"]);

function placeError(name: string, error: unknown): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (TAKEN.has(code)) {
    return new ImportError(
      "INVALID",
      `The archive holds ${quoted(name)} twice, or as a file and as a folder. Pack each file once.`,
    );
  }
  if (code === "ENAMETOOLONG") {
    return new ImportError(
      "INVALID",
      `The archive holds ${quoted(`${name.slice(0, 100)}...`)}, a name too long for a file.`,
    );
  }
  return error;
}
