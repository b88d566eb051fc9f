import { FileError } from "../errors.js";
import { readBytes } from "./readBytes.js";

/**
 * Names of a network's classes: a line each, in the order of its output. Synonyms may follow with commas between them.
 *
 * @throws {FileError} when the file cannot be read, or a line is empty.
 */
export async function readLabels(file: string): Promise<string[]> {
  const text = (await readBytes(file, "list of labels")).toString("utf8").replace(/^\uFEFF/, "");
  const labels = text
    .trimEnd()
    .split(/\r?\n/)
    .map((line) => line.trim());
  const empty = labels.indexOf("");
  if (empty >= 0) {
    throw new FileError(
      `The list of labels "${file}" has nothing in line ${empty + 1}; every line names a class.`,
    );
  }
  return labels;
}
