import { createHash } from "node:crypto";

/** Hex digest. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Key of the blob with a digest. Two levels of folders, so that none holds too many files. */
export function contentKey(digest: string): string {
  return `sha256/${digest.slice(0, 2)}/${digest.slice(2, 4)}/${digest}`;
}
