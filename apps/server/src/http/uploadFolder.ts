import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { checkArchivePath } from "../importing/archivePath.js";
import { ImportError } from "../importing/importErrors.js";

/** What the system says of a name that is too long, or that another file has for its folder. */
const PLACE_ERRORS = new Set(["EEXIST", "ENOTDIR", "EISDIR", "ENOTEMPTY", "ENAMETOOLONG"]);
const KEPT_MS = 24 * 60 * 60_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An upload is larger than allowed. */
export class UploadTooLargeError extends Error {
  constructor(readonly limitBytes: number) {
    super(`The file is larger than ${limitBytes} bytes. Raise UNITSCOPE_UPLOAD_LIMIT_MB if that is meant.`);
    this.name = "UploadTooLargeError";
  }
}

/** The files of an upload cannot be kept together. */
export class UploadNamesError extends Error {}

/** An upload on its way in: its files come one after another. */
export interface IncomingUpload {
  /**
   * Stores a file under a name of our choosing.
   *
   * @param name the sender's, a relative path; it counts only where there are several
   * @throws {UploadTooLargeError} when all files together are too large.
   */
  add(content: Readable, name: string): Promise<void>;
  /**
   * Ends it: one file is kept alone, several with their names in a folder.
   *
   * @returns the upload's id
   * @throws {UploadNamesError} when a name leads out of the folder, or two are equal.
   */
  finish(): Promise<string>;
  /** Leaves nothing behind. */
  abandon(): Promise<void>;
}

/** Files that were uploaded and wait to be imported; each is kept for a day at most. */
export class UploadFolder {
  private readonly folder: string;

  constructor(
    dataDir: string,
    private readonly limitBytes: number,
  ) {
    this.folder = path.join(dataDir, "uploads");
  }

  async begin(): Promise<IncomingUpload> {
    await mkdir(this.folder, { recursive: true });
    await this.discardOld();
    const { limitBytes } = this;
    const id = randomUUID();
    const target = path.join(this.folder, id);
    const names: string[] = [];
    const partOf = (index: number) => `${target}.${index}`;
    let received = 0;
    async function* limited(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        received += chunk.byteLength;
        if (received > limitBytes) throw new UploadTooLargeError(limitBytes);
        yield chunk;
      }
    }
    const abandon = async () => {
      for (const file of [target, ...names.map((_, index) => partOf(index))])
        await rm(file, { recursive: true, force: true });
    };
    return {
      abandon,
      async add(content, name) {
        const part = partOf(names.push(name) - 1);
        await pipeline(content, limited, createWriteStream(part, { flags: "wx", mode: 0o600 }));
      },
      async finish() {
        const places = placesOf(names);
        for (const [index, place] of places.entries()) {
          const file = path.join(target, place);
          try {
            if (place !== "") await mkdir(path.dirname(file), { recursive: true });
            await rename(partOf(index), file);
          } catch (error) {
            const code = (error as NodeJS.ErrnoException).code ?? "";
            if (!PLACE_ERRORS.has(code)) throw error;
            throw new UploadNamesError(`The file "${place}" cannot be stored beside the others (${code}).`);
          }
        }
        return id;
      },
    };
  }

  /** Where an upload of one file is. @throws {ImportError} when there is none of this id, or it has several files. */
  async fileOf(uploadId: string): Promise<string> {
    const target = await this.pathOf(uploadId);
    if ((await stat(target)).isFile()) return target;
    throw new ImportError(
      "INVALID",
      "This upload has several files; send one archive (.zip, .tar, .tar.gz).",
      "uploadId",
    );
  }

  /** Where an upload is, a file or a folder of several. @throws {ImportError} when there is none of this id. */
  async pathOf(uploadId: string): Promise<string> {
    const target = path.join(this.folder, uploadId);
    // Only names of our own making: anything else could lead out of the folder.
    const isThere = UUID.test(uploadId) && (await stat(target).catch(() => null));
    if (!isThere) {
      throw new ImportError(
        "INVALID",
        "There is no upload with this id; send the file to POST /uploads first.",
        "uploadId",
      );
    }
    return target;
  }

  /** Deletes an upload that has been imported. */
  async discard(uploadId: string): Promise<void> {
    await rm(await this.pathOf(uploadId), { recursive: true, force: true });
  }

  private async discardOld(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const target = path.join(this.folder, name);
      const found = await stat(target).catch(() => null);
      if (found && Date.now() - found.mtimeMs > KEPT_MS) await rm(target, { recursive: true, force: true });
    }
  }
}

/**
 * Paths of the files of an upload below its own; "" for a single file, which takes its place.
 *
 * @throws {UploadNamesError}
 */
function placesOf(names: readonly string[]): string[] {
  if (names.length === 1) return [""];
  const taken = new Set<string>();
  return names.map((name) => {
    const place = checkedName(name);
    // Some systems take names for the same that differ in case.
    if (taken.has(place.toLowerCase())) {
      throw new UploadNamesError(`Two files are called "${place}"; give each a name of its own.`);
    }
    taken.add(place.toLowerCase());
    return place;
  });
}

function checkedName(name: string): string {
  try {
    const place = checkArchivePath(name);
    if (place !== "" && !place.endsWith("/")) return place;
  } catch (error) {
    if (!(error instanceof ImportError)) throw error;
  }
  throw new UploadNamesError(
    `A file is called "${name.slice(0, 100)}"; where several are sent each needs a relative path that goes down, such as model.onnx.data.`,
  );
}
