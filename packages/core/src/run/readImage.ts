import { CoreError, ImageDecodeError } from "../errors.js";
import type { ImageSource } from "./ports.js";

/**
 * The bytes of an image.
 *
 * @throws {CoreError} naming the image when they cannot be read.
 */
export async function readImage(images: ImageSource, index: number): Promise<Uint8Array> {
  try {
    return await images.read(index);
  } catch (error) {
    // What the core has found out says by itself which image it is.
    if (error instanceof CoreError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new ImageDecodeError(`The image ${images.entries[index].name} could not be read: ${reason}`, error);
  }
}
