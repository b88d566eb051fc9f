import { createHash } from "node:crypto";
import { inTurns } from "./inTurns.js";

/** SHA-256 of bytes, hex. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Digest of an image set, hex: of the names and contents of its images in order. Equal ones mean equal images under
 * equal names, whether they lie in a folder or in a store.
 *
 * @param images in the order of their names' code units
 */
export async function imagesDigest(
  images: Iterable<{ readonly name: string; readonly sha256: string }>,
): Promise<string> {
  const hash = createHash("sha256");
  await inTurns(images, ({ name, sha256 }) => hash.update(`${name}\0${sha256}\n`));
  return hash.digest("hex");
}
