import { ImageChangedError } from "../errors.js";
import { quoted } from "../text/shownName.js";
import { sha256Of } from "./imagesDigest.js";
import { systemReason } from "./systemReason.js";

/**
 * The bytes of an image whose SHA-256 is known.
 *
 * @param read reads them; any failure of it counts as a missing image
 * @throws {ImageChangedError} naming the image, when it cannot be read or holds other bytes by now.
 */
export async function verifiedImage(
  name: string,
  sha256: string,
  read: () => Promise<Uint8Array>,
): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = await read();
  } catch (error) {
    throw new ImageChangedError(
      `The image ${quoted(name)} was there when its set was checked, and cannot be read any more: ${systemReason(error)}.`,
      error,
    );
  }
  if (sha256Of(bytes) === sha256) return bytes;
  throw new ImageChangedError(
    `The image ${quoted(name)} has changed since its set was checked: its SHA-256 was ${sha256}.`,
  );
}
