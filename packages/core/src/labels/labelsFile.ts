import { CoreError, FileError } from "../errors.js";
import { readBytes } from "../files/readBytes.js";
import { type Label, requireLabelCount } from "./label.js";
import { readLabels } from "./readLabels.js";

/**
 * What the outputs of a network stand for, in their order; core's `readLabels` says which lists are read.
 *
 * @param outputs of the network
 * @throws {FileError} when the file cannot be read, is at fault, or has not one label for each output.
 */
export async function readLabelsFile(file: string, outputs: number): Promise<Label[]> {
  const bytes = await readBytes(file, "list of labels");
  try {
    const labels = readLabels(bytes);
    requireLabelCount(labels, outputs);
    return labels;
  } catch (error) {
    if (error instanceof CoreError)
      throw new FileError(`The list of labels "${file}": ${error.message}`, error);
    throw error;
  }
}
