import { elementTypeFacts } from "./elementType.js";
import { DataLocation, TensorField, TYPED_FIELDS } from "./tensor.js";
import type { WireReader } from "./wire.js";

/** A stored tensor whose values lie in another file. */
export interface ExternalTensor {
  /** Its name, or what it is part of: `tensor "w"`, `a tensor of an attribute of node 1 of the graph`. */
  readonly label: string;
  /** The file, relative to the folder of the model; "" when none is named. */
  readonly location: string;
  /** First byte of the values in the file. */
  readonly offset: number;
  /** Bytes that its shape and type ask for. */
  readonly length: number;
  /** What is wrong with how it is described, as clauses. */
  readonly faults: readonly string[];
}

/** Field numbers of StringStringEntryProto. */
const EntryField = { key: 1, value: 2 } as const;
const LONGEST_PATH = 1_000;
const SHOWN = 100;

/**
 * What a TensorProto says of values in another file; null where it holds them itself. Nothing is thrown for a wrong
 * description: all that is wrong with a file is told at once.
 *
 * @throws {OnnxFormatError} when the message is damaged.
 */
export function readExternalTensor(reader: WireReader): ExternalTensor | null {
  const dims: number[] = [];
  const entries: (readonly [string, string])[] = [];
  const faults: string[] = [];
  let elementType = 0;
  let name = "";
  let isExternal = false;
  let hasValues = false;
  while (reader.next()) {
    const { field } = reader;
    if (field === TensorField.dims) dims.push(...reader.integers());
    else if (field === TensorField.elementType) elementType = reader.integer();
    else if (field === TensorField.name) name = reader.text();
    else if (field === TensorField.rawData) hasValues ||= reader.slice().length > 0;
    else if (field === TensorField.dataLocation) isExternal = reader.integer() === DataLocation.external;
    else if (field === TensorField.externalData) {
      entries.push(readEntry(reader.message("an entry of external data")));
    } else if (TYPED_FIELDS[field] !== undefined) hasValues = true;
  }
  if (!isExternal) return null;
  if (hasValues) faults.push("it holds values itself and names a file for them as well");
  const entry = (key: string) => {
    const found = entries.filter(([own]) => own === key).map(([, value]) => value);
    if (found.length > 1) faults.push(`its ${key} is given ${found.length} times`);
    return found[0];
  };
  const location = entry("location") ?? "";
  const fault = locationFault(location);
  if (fault !== null) faults.push(fault);
  const number = (key: string, text: string | undefined) => {
    if (text === undefined) return undefined;
    const value = /^\d{1,15}$/.test(text) ? Number(text) : undefined;
    if (value === undefined) {
      faults.push(`its ${key} is "${text.slice(0, SHOWN)}"; a whole number of bytes from 0 is expected`);
    }
    return value;
  };
  const offset = number("offset", entry("offset")) ?? 0;
  const stated = number("length", entry("length"));
  const length = neededBytes(dims, elementType, faults);
  if (stated !== undefined && faults.length === 0 && stated !== length) {
    faults.push(
      `it is [${dims.join(",")}] of ${elementTypeFacts(elementType)?.name} and needs ${length} bytes, but is to be given ${stated}`,
    );
  }
  return { label: name === "" ? reader.label : `tensor "${name}"`, location, offset, length, faults };
}

function readEntry(reader: WireReader): readonly [string, string] {
  let key = "";
  let value = "";
  while (reader.next()) {
    if (reader.field === EntryField.key) key = reader.text();
    else if (reader.field === EntryField.value) value = reader.text();
  }
  return [key, value];
}

/** Why a path is none of a file beside the model; null for one that is. */
function locationFault(location: string): string | null {
  if (location === "") return "it names no file";
  const isAbsolute = location.startsWith("/") || /^[a-z]:/i.test(location);
  const isOdd = location.includes("\\") || location.includes("\0") || location.length > LONGEST_PATH;
  if (!isAbsolute && !isOdd && !location.split("/").includes("..")) return null;
  const shown = location.slice(0, SHOWN).replaceAll("\0", "\\0");
  return `"${shown}" is no file beside the model; only a path that goes down from its folder is accepted, such as model.onnx.data`;
}

function neededBytes(dims: readonly number[], elementType: number, faults: string[]): number {
  const facts = elementTypeFacts(elementType);
  if (facts === undefined) {
    faults.push(`it has element type ${elementType}, which is not known here`);
    return 0;
  }
  if (facts.bits === 0) {
    faults.push(`its values are ${facts.name}, which cannot lie in another file`);
    return 0;
  }
  const negative = dims.find((dim) => dim < 0);
  if (negative !== undefined) faults.push(`it has an axis of length ${negative}`);
  const count = dims.reduce((product, dim) => product * dim, 1);
  return Math.ceil((count * facts.bits) / 8);
}
