import { BadImagesError, CoreError, ImageFolderError } from "@unitscope/core";
import { reasonOf } from "@unitscope/core/commandLine";
import { UsageError } from "./errors.js";

/**
 * An error as a line of JSON: `{"error": {"code", "message", ...}}`, with all bad images, all that is wrong with a folder,
 * or all that was asked wrongly where the message has only the first. Codes are the API's and core's; USAGE for what was
 * asked wrongly, INTERNAL for what should not happen.
 */
export function errorJson(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof BadImagesError ? error.cause : error;
  return JSON.stringify({ error: { code: codeOf(cause), message: reasonOf(cause), ...listsOf(cause) } });
}

function codeOf(error: unknown): string {
  if (error instanceof UsageError) return "USAGE";
  return error instanceof CoreError ? error.code : "INTERNAL";
}

function listsOf(error: unknown): object {
  if (error instanceof UsageError) return { faults: error.faults };
  if (error instanceof BadImagesError) return { images: error.images };
  if (error instanceof ImageFolderError) return { problems: error.problems };
  return error instanceof CoreError && error.field !== undefined ? { field: error.field } : {};
}
