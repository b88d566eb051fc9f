import { OnnxFormatError, UnsupportedModelError } from "../errors.js";
import { ElementType, elementTypeFacts, type TypedField } from "./elementType.js";
import { MODEL_LIMITS, type ReadBudget } from "./limits.js";
import {
  concatBytes,
  encodeBytes,
  encodeInteger,
  encodeText,
  encodeVarint,
  type WireReader,
  WireType,
} from "./wire.js";

/** What a stored tensor is; its data stay in the file. */
export interface TensorHeader {
  readonly name: string;
  readonly elementType: number;
  readonly dims: readonly number[];
  /** Values of a small tensor of whole numbers or truth values (0 and 1); undefined for any other. */
  readonly integers: readonly number[] | undefined;
  /** Whether it is a small tensor that holds nothing but zeros, whatever its type. */
  readonly isZero: boolean;
}

/** The most values that are kept: shapes, axes, permutations and switches. */
const MOST_KEPT = 64;

/** Field numbers of TensorProto. */
export const TensorField = {
  dims: 1,
  elementType: 2,
  integerData: 7,
  name: 8,
  rawData: 9,
  externalData: 13,
  dataLocation: 14,
} as const;

/** TensorProto.DataLocation; where the data are here, entries that name a file say nothing. */
export const DataLocation = { here: 0, external: 1 } as const;

/** Bytes of one value in raw_data, of the types whose small tensors are kept. */
const INTEGER_BYTES: Readonly<Record<number, 1 | 4 | 8>> = {
  [ElementType.int64]: 8,
  [ElementType.int32]: 4,
  [ElementType.bool]: 1,
};

/** Bytes of one item of a typed data field; 0 for varints. Text is counted by field. */
export const TYPED_FIELDS: Readonly<Record<number, { name: TypedField; itemBytes: 0 | 4 | 8 }>> = {
  4: { name: "float_data", itemBytes: 4 },
  5: { name: "int32_data", itemBytes: 0 },
  6: { name: "string_data", itemBytes: 0 },
  7: { name: "int64_data", itemBytes: 0 },
  10: { name: "double_data", itemBytes: 8 },
  11: { name: "uint64_data", itemBytes: 0 },
};

/**
 * Reads the header of a TensorProto and checks that its data are in the file and as long as its shape says.
 *
 * @param reader the tensor's message
 * @throws {OnnxFormatError} when the data lie in another file, or are shorter or longer than shape and type ask.
 * @throws {UnsupportedModelError} when the element type is unknown.
 */
export function readTensor(reader: WireReader, budget: ReadBudget): TensorHeader {
  budget.addTensor();
  const dims: number[] = [];
  let elementType = 0;
  let name = "";
  let raw: Uint8Array | undefined;
  const listed: number[] = [];
  let isExternal = false;
  let areItemsZero = true;
  const typed = new Map<TypedField, number>();

  while (reader.next()) {
    const field = reader.field;
    if (field === TensorField.dims) {
      for (const dim of reader.integers()) {
        dims.push(dim);
        if (dims.length > MODEL_LIMITS.rank) throw reader.damaged(`has more than ${MODEL_LIMITS.rank} axes`);
      }
    } else if (field === TensorField.elementType) elementType = reader.integer();
    else if (field === TensorField.name) name = reader.text();
    else if (field === TensorField.rawData) raw = reader.slice();
    else if (field === TensorField.dataLocation) isExternal = reader.integer() !== DataLocation.here;
    else if (TYPED_FIELDS[field] !== undefined) {
      const { name: fieldName, itemBytes } = TYPED_FIELDS[field];
      const items = fieldName === "string_data" ? 1 : reader.countItems(itemBytes);
      typed.set(fieldName, (typed.get(fieldName) ?? 0) + items);
      const isPacked = reader.wireType === WireType.bytes;
      if (!isPacked || items > MOST_KEPT || !reader.slice().every((byte) => byte === 0)) areItemsZero = false;
      const isKept = fieldName === "int32_data" || fieldName === "int64_data";
      if (isKept && listed.length + items <= MOST_KEPT) listed.push(...reader.integers());
    }
  }

  const what = name === "" ? reader.label : `tensor "${name}"`;
  if (isExternal) {
    throw new OnnxFormatError(`The data of ${what} lie in another file (external data), which was not read.`);
  }
  checkLength(what, elementType, dims, raw?.length, typed);
  const count = dims.reduce((product, dim) => product * dim, 1);
  const integers = count > MOST_KEPT ? undefined : integersOf(elementType, raw, listed);
  const isZero = count <= MOST_KEPT && (raw?.every((byte) => byte === 0) ?? areItemsZero);
  return { name, elementType, dims, integers, isZero };
}

function integersOf(
  elementType: number,
  raw: Uint8Array | undefined,
  listed: readonly number[],
): readonly number[] | undefined {
  const bytes = INTEGER_BYTES[elementType];
  if (bytes === undefined) return undefined;
  if (raw === undefined) return listed;
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  return Array.from({ length: raw.length / bytes }, (_, i) => {
    if (bytes === 8) return Number(view.getBigInt64(8 * i, true));
    return bytes === 4 ? view.getInt32(4 * i, true) : view.getUint8(i);
  });
}

function checkLength(
  what: string,
  elementType: number,
  dims: readonly number[],
  rawBytes: number | undefined,
  typed: ReadonlyMap<TypedField, number>,
): void {
  const stored = elementTypeFacts(elementType);
  if (stored === undefined) {
    if (elementType === 0)
      throw new OnnxFormatError(`The model file is damaged: ${what} has no element type.`);
    throw new UnsupportedModelError(`${what} has element type ${elementType}, which is not known here.`);
  }
  let count = 1;
  for (const dim of dims) {
    if (dim < 0)
      throw new OnnxFormatError(`The model file is damaged: ${what} has an axis of length ${dim}.`);
    count *= dim;
  }
  const shape = `[${dims.join(",")}] of ${stored.name}`;
  if (rawBytes !== undefined && stored.bits > 0) {
    const needed = Math.ceil((count * stored.bits) / 8);
    if (rawBytes !== needed) {
      throw new OnnxFormatError(
        `The model file is damaged: ${what} is ${shape} and needs ${needed} bytes, but holds ${rawBytes}.`,
      );
    }
    return;
  }
  const entries = typed.get(stored.typedField) ?? 0;
  const needed = Math.ceil(count * stored.entriesPerElement);
  if (entries !== needed) {
    throw new OnnxFormatError(
      `The model file is damaged: ${what} is ${shape} and needs ${needed} values in ${stored.typedField}, but holds ${entries}.`,
    );
  }
}

/** The name in a TensorProto, without looking at the rest. */
export function tensorName(reader: WireReader): string {
  let name = "";
  while (reader.next()) if (reader.field === TensorField.name) name = reader.text();
  return name;
}

/** A TensorProto of int64 values from 0, with one axis. */
export function encodeIntegers(name: string, values: readonly number[]): Uint8Array {
  return concatBytes([
    encodeInteger(TensorField.dims, values.length),
    encodeInteger(TensorField.elementType, ElementType.int64),
    encodeBytes(TensorField.integerData, concatBytes(values.map(encodeVarint))),
    encodeText(TensorField.name, name),
  ]);
}
