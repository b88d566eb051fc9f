import { randomUUID } from "node:crypto";
import path from "node:path";
import { Disk } from "flydrive";
import { FSDriver } from "flydrive/drivers/fs";
import { contentKey, sha256 } from "./blobKeys.js";
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

  /**
   * Stores bytes under their own SHA-256; bytes that are there already are not written again.
   *
   * @returns the digest, hex: the key.
   */
  async put(bytes: Uint8Array): Promise<string> {
    const digest = sha256(bytes);
    const key = contentKey(digest);
    if (await this.disk.exists(key)) return digest;
    // Written aside and moved, so that a stop in between never leaves half a blob under a digest.
    const aside = `incoming/${randomUUID()}`;
    await this.disk.put(aside, bytes);
    await this.disk.move(aside, key);
    return digest;
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
