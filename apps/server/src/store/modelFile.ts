import { OnnxFormatError } from "@unitscope/core/reading";
import type { ModelRow } from "../db/models.js";
import { sha256 } from "./blobKeys.js";
import type { BlobStore } from "./blobStore.js";

/**
 * The stored file of a model.
 *
 * @throws {OnnxFormatError} when it is missing or damaged.
 */
export async function modelFile(
  blobs: BlobStore,
  { name, sha256: digest }: Pick<ModelRow, "name" | "sha256">,
): Promise<Uint8Array> {
  const bytes = await blobs.get(digest).catch(() => undefined);
  if (bytes !== undefined && sha256(bytes) === digest) return bytes;
  const what = bytes === undefined ? "cannot be read" : "is damaged";
  throw new OnnxFormatError(
    `The stored file of the network "${name}" ${what}. Import the same file under the same name again, which puts it back (SHA-256 ${digest}).`,
  );
}
