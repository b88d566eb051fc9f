import { ImageFolderError } from "../errors.js";

/** Problems named in a message. */
const SHOWN = 20;

/**
 * One error for all problems of a folder or an archive.
 *
 * @param where what cannot be used: `The folder of images "photos"`
 */
export function folderError(where: string, problems: readonly string[], cause?: unknown): ImageFolderError {
  const [first] = problems;
  if (problems.length === 1) {
    return new ImageFolderError(`${where} cannot be used. ${first}`, problems, cause);
  }
  const lines = problems.slice(0, SHOWN).map((problem) => `\n  ${problem}`);
  const more = problems.length > SHOWN ? `\n  and ${problems.length - SHOWN} more` : "";
  const message = `${where} cannot be used, for ${problems.length} reasons:${lines.join("")}${more}`;
  return new ImageFolderError(message, problems, cause);
}
