import { MODEL_LIMITS, type ReadBudget } from "./limits.js";
import { concatBytes, encodeBytes, encodeInteger, type WireReader } from "./wire.js";

/** A dimension: its length, or -1 when it is variable or unnamed. */
export type Dimension = number;

/** What the file declares about a value: graph input, output or intermediate. */
export interface ValueInfo {
  readonly name: string;
  /** TensorProto.DataType; undefined when no tensor type is declared. */
  readonly elementType: number | undefined;
  /** Undefined when no shape is declared; [] is a scalar. */
  readonly shape: readonly Dimension[] | undefined;
  /** The declaration as it stands in the file (ValueInfoProto). */
  readonly raw: Uint8Array;
}

/** Field numbers: ValueInfoProto, TypeProto, TypeProto.Tensor, TensorShapeProto, its Dimension. */
const Field = { name: 1, type: 2, tensorType: 1, elementType: 1, shape: 2, dim: 1, dimValue: 1 } as const;

/** Reads a ValueInfoProto. Sequences, maps and the like have no element type here. */
export function readValueInfo(parent: WireReader, budget: ReadBudget): ValueInfo {
  budget.addEntry();
  const raw = parent.slice();
  const reader = parent.message("a value declaration");
  let name = "";
  let elementType: number | undefined;
  let shape: number[] | undefined;
  while (reader.next()) {
    if (reader.field === Field.name) name = reader.text();
    else if (reader.field === Field.type) {
      const type = reader.message(`the type of "${name}"`);
      while (type.next()) {
        if (type.field !== Field.tensorType) continue;
        const tensor = type.message(`the tensor type of "${name}"`);
        while (tensor.next()) {
          if (tensor.field === Field.elementType) elementType = tensor.integer() || undefined;
          else if (tensor.field === Field.shape)
            shape = readShape(tensor.message(`the shape of "${name}"`), budget);
        }
      }
    }
  }
  return { name, elementType, shape, raw };
}

/** The name in a ValueInfoProto, without looking at the rest. */
export function readValueName(reader: WireReader): string {
  let name = "";
  while (reader.next()) if (reader.field === Field.name) name = reader.text();
  return name;
}

function readShape(reader: WireReader, budget: ReadBudget): number[] {
  const shape: number[] = [];
  while (reader.next()) {
    if (reader.field !== Field.dim) continue;
    budget.addEntry();
    let length = -1;
    const dimension = reader.message("a dimension");
    while (dimension.next()) if (dimension.field === Field.dimValue) length = dimension.integer();
    shape.push(length < 0 ? -1 : length);
    if (shape.length > MODEL_LIMITS.rank) throw reader.damaged(`has more than ${MODEL_LIMITS.rank} axes`);
  }
  return shape;
}

/** A ValueInfoProto that only names a value: ONNX Runtime infers type and shape itself, from the operators. */
export function encodeValueName(name: string): Uint8Array {
  return encodeBytes(Field.name, new TextEncoder().encode(name));
}

/** A ValueInfoProto of a tensor; -1 stands for a free axis. */
export function encodeTensorInfo(name: string, elementType: number, shape: readonly Dimension[]): Uint8Array {
  const dims = shape.map((length) =>
    encodeBytes(Field.dim, length < 0 ? new Uint8Array() : encodeInteger(Field.dimValue, length)),
  );
  return encodeTensor(name, elementType, [encodeBytes(Field.shape, concatBytes(dims))]);
}

/** A ValueInfoProto of a tensor of any shape. */
export function encodeTensorType(name: string, elementType: number): Uint8Array {
  return encodeTensor(name, elementType, []);
}

function encodeTensor(name: string, elementType: number, shape: readonly Uint8Array[]): Uint8Array {
  const tensorType = concatBytes([encodeInteger(Field.elementType, elementType), ...shape]);
  return concatBytes([
    encodeValueName(name),
    encodeBytes(Field.type, encodeBytes(Field.tensorType, tensorType)),
  ]);
}
