import path from "node:path";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import { contentKey } from "./blobKeys.js";
import { BlobStaging } from "./blobStaging.js";

/** Where files live that are too large for rows. Keys are opaque outside this file. */
export class BlobStore {
  private constructor(private readonly disk: Disk) {}

  /** A store in a folder, which is made when needed. */
  static inFolder(dataDir: string): BlobStore {
    return new BlobStore(
      new Disk(new FSDriver({ location: path.join(dataDir, "blobs"), visibility: "private" })),
    );
  }

  /** Blobs that become part of the store together, or not at all. */
  stage(): BlobStaging {
    return new BlobStaging(this.disk);
  }

  /** @throws when nothing is stored under this digest. */
  async get(digest: string): Promise<Uint8Array> {
    return this.disk.getBytes(contentKey(digest));
  }

  /** Stores bytes under a name that the caller keeps unique and never writes twice. */
  async putNamed(name: string, bytes: Uint8Array): Promise<void> {
    await this.disk.put(name, bytes);
  }

  async getNamed(name: string): Promise<Uint8Array> {
    return this.disk.getBytes(name);
  }

  /** Deletes a named blob; one that is gone already is no error. */
  async deleteNamed(name: string): Promise<void> {
    await this.disk.delete(name);
  }
}
