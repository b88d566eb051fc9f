import { BadImagesError, ImageFolderError } from "@unitscope/core/errors";

/**
 * What an error lists beyond its message, as a line of JSON: all bad images, or all that is wrong with a folder. Undefined
 * for other errors.
 */
export function errorJson(error: unknown): string | undefined {
  const cause = error instanceof Error && error.cause instanceof BadImagesError ? error.cause : error;
  if (cause instanceof BadImagesError) {
    const { code, message, images } = cause;
    return JSON.stringify({ error: { code, message, images } });
  }
  if (cause instanceof ImageFolderError) {
    const { code, message, problems } = cause;
    return JSON.stringify({ error: { code, message, problems } });
  }
  return undefined;
}
