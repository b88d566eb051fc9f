import { OnnxFormatError } from "../errors.js";
import { externalParts, type Part } from "./externalParts.js";
import type { ExternalTensor } from "./externalTensor.js";
import { MODEL_LIMITS } from "./limits.js";

/** The files beside a model, by their paths relative to its folder, "/" between the parts. */
export interface DataFiles {
  /** Number of bytes of a file; for one that cannot be read what is wrong, and what would be right, as a clause. */
  size(location: string): Promise<{ readonly bytes: number } | { readonly fault: string }>;
  /** Fills `target` with the bytes of a file from `offset` on. */
  read(location: string, offset: number, target: Uint8Array): Promise<void>;
}

/** A model as one file in memory. */
export interface WholeModel {
  /** The file; that which was given where it holds all its values itself. */
  readonly bytes: Uint8Array;
  /** Files that values were brought in from, with the number of tensors. */
  readonly dataFiles: readonly { readonly location: string; readonly tensors: number }[];
}

/** Faults, and tensors of each, that a message names. */
const SHOWN = { faults: 5, tensors: 3 } as const;

/**
 * Brings the values of a model that lie in other files (external data) into its own, so that it is whole: those of
 * initialisers, of attributes, of nested graphs, of functions and of sparse tensors. Every other byte stays as it was.
 * Only what tensors ask for is read, straight to where it belongs.
 *
 * @param bytes the file of the model
 * @throws {OnnxFormatError} when the bytes are no ONNX model or are damaged, when values cannot be read from where they
 *   should be, with all that is wrong, and when the whole is larger than MODEL_LIMITS.fileBytes.
 */
export async function readExternalData(bytes: Uint8Array, files: DataFiles): Promise<WholeModel> {
  const found = externalParts(bytes);
  if (found === null) return { bytes, dataFiles: [] };
  const tensors = found.parts.filter(isExternal);
  const faults = await findFaults(tensors, files);
  if (faults.size > 0) throw new OnnxFormatError(faultText(faults));
  if (found.length > MODEL_LIMITS.fileBytes) {
    throw new OnnxFormatError(
      `The model with its data has ${found.length} bytes; ONNX Runtime opens a network in memory, of at most ${MODEL_LIMITS.fileBytes} bytes (2 GiB). Export it in half precision (float16), which halves it.`,
    );
  }
  return { bytes: await assemble(found.parts, found.length, files), dataFiles: countFiles(tensors) };
}

/** Paths of the files that values of a model lie in; none where it holds all of them. */
export function dataFilesOf(bytes: Uint8Array): string[] {
  const tensors = externalParts(bytes)?.parts.filter(isExternal) ?? [];
  return countFiles(tensors).map(({ location }) => location);
}

async function assemble(parts: readonly Part[], length: number, files: DataFiles): Promise<Uint8Array> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    if (!isExternal(part)) whole.set(part, at);
    else if (part.length > 0) {
      await files.read(part.location, part.offset, whole.subarray(at, at + part.length));
    }
    at += part.length;
  }
  return whole;
}

function isExternal(part: Part): part is ExternalTensor {
  return !(part instanceof Uint8Array);
}

function countFiles(tensors: readonly ExternalTensor[]): { location: string; tensors: number }[] {
  const counts = new Map<string, number>();
  for (const { location } of tensors) counts.set(location, (counts.get(location) ?? 0) + 1);
  return [...counts].map(([location, count]) => ({ location, tensors: count }));
}

/** What is wrong, each with the tensors that it is wrong with. */
async function findFaults(
  tensors: readonly ExternalTensor[],
  files: DataFiles,
): Promise<Map<string, string[]>> {
  const faults = new Map<string, string[]>();
  const add = (fault: string, { label }: ExternalTensor) => {
    const labels = faults.get(fault);
    if (labels === undefined) faults.set(fault, [label]);
    else labels.push(label);
  };
  const byFile = new Map<string, ExternalTensor[]>();
  for (const tensor of tensors) {
    for (const fault of tensor.faults) add(fault, tensor);
    if (tensor.faults.length > 0) continue;
    const others = byFile.get(tensor.location);
    if (others === undefined) byFile.set(tensor.location, [tensor]);
    else others.push(tensor);
  }
  for (const [location, readers] of byFile) {
    const size = await files.size(location);
    if ("fault" in size) {
      for (const tensor of readers) add(size.fault, tensor);
      continue;
    }
    const beyond = readers.filter(({ offset, length }) => offset + length > size.bytes);
    const needed = beyond.reduce((most, { offset, length }) => Math.max(most, offset + length), 0);
    for (const tensor of beyond) {
      add(
        `"${location}" has ${size.bytes} bytes and ${needed} are needed, so it is another file, or was not copied to its end`,
        tensor,
      );
    }
  }
  return faults;
}

function faultText(faults: ReadonlyMap<string, readonly string[]>): string {
  const texts = [...faults].slice(0, SHOWN.faults).map(([fault, labels]) => {
    const shown = labels.slice(0, SHOWN.tensors).join(", ");
    const more = labels.length > SHOWN.tensors ? ` and ${labels.length - SHOWN.tensors} more` : "";
    return `${fault} (${shown}${more})`;
  });
  if (faults.size > SHOWN.faults) texts.push(`and ${faults.size - SHOWN.faults} other faults`);
  return `The model keeps values in other files (external data), and they cannot be read: ${texts.join("; ")}.`;
}
