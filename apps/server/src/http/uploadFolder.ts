import { randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ImportError } from "../importing/importErrors.js";

const KEPT_MS = 24 * 60 * 60_000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An upload is larger than allowed. */
export class UploadTooLargeError extends Error {
  constructor(readonly limitBytes: number) {
    super(`The file is larger than ${limitBytes} bytes. Raise UNITSCOPE_UPLOAD_LIMIT_MB if that is meant.`);
    this.name = "UploadTooLargeError";
  }
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

  /** Stores a file under a name of our choosing. @throws {UploadTooLargeError} and leaves nothing behind. */
  async receive(content: Readable): Promise<string> {
    const id = randomUUID();
    const { limitBytes } = this;
    await mkdir(this.folder, { recursive: true });
    await this.discardOld();
    const target = path.join(this.folder, id);
    let received = 0;
    async function* limited(source: AsyncIterable<Buffer>) {
      for await (const chunk of source) {
        received += chunk.byteLength;
        if (received > limitBytes) throw new UploadTooLargeError(limitBytes);
        yield chunk;
      }
    }
    try {
      await pipeline(content, limited, createWriteStream(target, { flags: "wx", mode: 0o600 }));
    } catch (error) {
      await rm(target, { force: true });
      throw error;
    }
    return id;
  }

  /** Where an upload is. @throws {ImportError} when there is none of this id. */
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
    await rm(await this.pathOf(uploadId), { force: true });
  }

  private async discardOld(): Promise<void> {
    for (const name of await readdir(this.folder)) {
      const target = path.join(this.folder, name);
      const found = await stat(target).catch(() => null);
      if (found && Date.now() - found.mtimeMs > KEPT_MS) await rm(target, { force: true });
    }
  }
}
