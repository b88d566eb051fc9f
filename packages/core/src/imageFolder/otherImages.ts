import type { CheckHistory } from "./checkCache.js";

/** Which images a folder holds, and how they came from those before. */
export type ImageSetIdentity = CheckHistory;

/**
 * How the images of a folder differ from those that a file was made with.
 *
 * @returns null when they are the same.
 */
export function differenceOfImages(images: ImageSetIdentity, digest: string): string | null {
  if (images.digest === digest) return null;
  const { previous } = images;
  if (previous?.digest !== digest) return "other images";
  const differ = previous.differing === 1 ? "1 differs" : `${previous.differing} differ`;
  return `other images (the images changed: ${differ})`;
}
