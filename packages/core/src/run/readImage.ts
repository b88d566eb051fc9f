import { ImageDecodeError } from "../errors.js";
import type { ImageSource } from "./ports.js";

/**
 * The bytes of an image.
 *
 * @throws {ImageDecodeError} naming the image when they cannot be read.
 */
export async function readImage(images: ImageSource, index: number): Promise<Uint8Array> {
  try {
    return await images.read(index);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ImageDecodeError(`The image ${images.entries[index].name} could not be read: ${reason}`, error);
  }
}
