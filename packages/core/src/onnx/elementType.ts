/** Element types of ONNX tensors (TensorProto.DataType) that the code speaks of by name. */
export const ElementType = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
} as const;

/** Where TensorProto keeps the values of a type when they are not in raw_data. */
export type TypedField =
  | "float_data"
  | "int32_data"
  | "string_data"
  | "int64_data"
  | "double_data"
  | "uint64_data";

interface ElementTypeFacts {
  readonly name: string;
  /** Bits of one element in raw_data; 0 for text, which has no raw form. */
  readonly bits: number;
  readonly typedField: TypedField;
  /** Entries of the typed field for one element. */
  readonly entriesPerElement: number;
}

const FACTS: readonly (ElementTypeFacts | undefined)[] = [
  undefined,
  facts("float32", 32, "float_data"),
  facts("uint8", 8, "int32_data"),
  facts("int8", 8, "int32_data"),
  facts("uint16", 16, "int32_data"),
  facts("int16", 16, "int32_data"),
  facts("int32", 32, "int32_data"),
  facts("int64", 64, "int64_data"),
  facts("string", 0, "string_data"),
  facts("bool", 8, "int32_data"),
  facts("float16", 16, "int32_data"),
  facts("float64", 64, "double_data"),
  facts("uint32", 32, "uint64_data"),
  facts("uint64", 64, "uint64_data"),
  facts("complex64", 64, "float_data", 2),
  facts("complex128", 128, "double_data", 2),
  facts("bfloat16", 16, "int32_data"),
  facts("float8e4m3fn", 8, "int32_data"),
  facts("float8e4m3fnuz", 8, "int32_data"),
  facts("float8e5m2", 8, "int32_data"),
  facts("float8e5m2fnuz", 8, "int32_data"),
  facts("uint4", 4, "int32_data", 0.5),
  facts("int4", 4, "int32_data", 0.5),
  facts("float4e2m1", 4, "int32_data", 0.5),
  facts("float8e8m0", 8, "int32_data"),
];

function facts(name: string, bits: number, typedField: TypedField, entriesPerElement = 1): ElementTypeFacts {
  return { name, bits, typedField, entriesPerElement };
}

/** How elements of a type are stored; undefined for a type this reader does not know. */
export function elementTypeFacts(elementType: number): ElementTypeFacts | undefined {
  return FACTS[elementType];
}

/** The type's name for people: `float32`, `int64`. */
export function elementTypeName(elementType: number | undefined): string {
  if (elementType === undefined) return "an unknown type";
  return FACTS[elementType]?.name ?? `element type ${elementType}`;
}

/** True for the types whose values can be read as activations. */
export function isActivationType(elementType: number | undefined): boolean {
  return elementType === ElementType.float32 || elementType === ElementType.float16;
}

/** The same of a type that may not be known before the network runs. */
export function mayBeActivation(elementType: number | undefined): boolean {
  return elementType === undefined || isActivationType(elementType);
}
