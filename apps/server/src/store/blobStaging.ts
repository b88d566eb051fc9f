import { randomUUID } from "node:crypto";
import type { Disk } from "flydrive";
import { contentKey, sha256 } from "./blobKeys.js";

/**
 * Blobs on their way in. They lie in a place of their own until they are kept, so that an import that is refused takes
 * nothing away that another one has stored at the same time.
 */
export class BlobStaging {
  private readonly place = `incoming/${randomUUID()}`;
  private readonly staged = new Set<string>();

  constructor(private readonly disk: Disk) {}

  /**
   * Stages bytes under their SHA-256, once; bytes that are in the store already, undamaged, are not written again.
   *
   * @returns the digest, hex.
   */
  async put(bytes: Uint8Array): Promise<string> {
    const digest = sha256(bytes);
    if (this.staged.has(digest) || (await this.isStored(digest))) return digest;
    await this.disk.put(this.stagedKey(digest), bytes);
    this.staged.add(digest);
    return digest;
  }

  /** Moves everything that is staged into the store. Moved one by one, so that none is there half. */
  async keep(): Promise<void> {
    for (const digest of this.staged) {
      await this.disk.move(this.stagedKey(digest), contentKey(digest));
      this.staged.delete(digest);
    }
  }

  /** Removes what is staged and was not kept. */
  async discard(): Promise<void> {
    this.staged.clear();
    await this.disk.deleteAll(this.place);
  }

  /** Whether the store has these bytes; a damaged blob is as good as none, and is replaced. */
  private async isStored(digest: string): Promise<boolean> {
    const key = contentKey(digest);
    if (!(await this.disk.exists(key))) return false;
    return sha256(await this.disk.getBytes(key)) === digest;
  }

  private stagedKey(digest: string): string {
    return `${this.place}/${digest.slice(0, 2)}/${digest}`;
  }
}
