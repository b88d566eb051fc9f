import { ImageDecodeError } from "../errors.js";
import { checkImage } from "../image/decode.js";

/** Largest file that is read: 64 megapixels of uncompressed RGB, the largest picture that is accepted, take less. */
export const LARGEST_IMAGE_FILE = 2 ** 28;

/** What is known of an image by its bytes. */
export interface ImageContent {
  /** What is wrong with it, as the rest of a sentence; null when it is right. */
  readonly fault: string | null;
  /** Pages or frames, of which the first is used. */
  readonly pages: number;
}

/** Decodes the bytes of an image whole. */
export async function contentOf(bytes: Uint8Array, name: string): Promise<ImageContent> {
  try {
    return { fault: null, ...(await checkImage(bytes, name)) };
  } catch (error) {
    if (error instanceof ImageDecodeError && error.fault !== undefined) return faulty(error.fault);
    return faulty(`cannot be decoded: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** The content of an image that is too large to be read. */
export function tooLarge(byteSize: number): ImageContent {
  return faulty(`has ${byteSize} bytes; at most ${LARGEST_IMAGE_FILE} are read`);
}

/** The content of an image that is bad. */
export function faulty(fault: string): ImageContent {
  return { fault, pages: 1 };
}
