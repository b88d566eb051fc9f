// Writes small ONNX files field by field, independently of the reader under test, so that every part can be made wrong.
// Field numbers: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

/** A length-delimited field: text, bytes, or a message made of parts. */
export function bytesField(field: number, content: string | Uint8Array | readonly Uint8Array[]): Uint8Array {
  const body =
    typeof content === "string"
      ? new TextEncoder().encode(content)
      : content instanceof Uint8Array
        ? content
        : join(content);
  return join([varint(field * 8 + 2), varint(body.length), body]);
}

/** A length-delimited field as separate pieces, for content too large to be copied more than once. */
export function fieldPieces(field: number, content: readonly Uint8Array[]): Uint8Array[] {
  const length = content.reduce((sum, piece) => sum + piece.length, 0);
  return [join([varint(field * 8 + 2), varint(length)]), ...content];
}

/** A varint field. */
export function integerField(field: number, value: number): Uint8Array {
  return join([varint(field * 8), varint(value)]);
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  for (let rest = BigInt.asUintN(64, BigInt(value)); ; rest >>= 7n) {
    bytes.push(Number(rest & 127n) | (rest > 127n ? 128 : 0));
    if (rest <= 127n) return Uint8Array.from(bytes);
  }
}

export interface NodeParts {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly name?: string;
  /** Operator set; ONNX's own unless given. */
  readonly domain?: string;
  /** Encoded AttributeProto messages. */
  readonly attributes?: readonly Uint8Array[];
}

export function node({ operator, inputs, outputs, name, domain, attributes = [] }: NodeParts): Uint8Array {
  return join([
    ...inputs.map((input) => bytesField(1, input)),
    ...outputs.map((output) => bytesField(2, output)),
    ...(name === undefined ? [] : [bytesField(3, name)]),
    bytesField(4, operator),
    ...attributes.map((attribute) => bytesField(5, attribute)),
    ...(domain === undefined ? [] : [bytesField(7, domain)]),
  ]);
}

/** An attribute of integers or one integer. */
export function integerAttribute(name: string, value: number | readonly number[]): Uint8Array {
  if (typeof value === "number")
    return join([bytesField(1, name), integerField(3, value), integerField(20, 2)]);
  return join([bytesField(1, name), ...value.map((item) => integerField(8, item)), integerField(20, 7)]);
}

/** A ValueInfoProto; names stand for free axes. */
export function valueInfo(name: string, shape: readonly (number | string)[], elementType = 1): Uint8Array {
  const dims = shape.map((axis) =>
    bytesField(1, typeof axis === "number" ? integerField(1, axis) : bytesField(2, axis)),
  );
  const tensorType = [integerField(1, elementType), bytesField(2, dims)];
  return join([bytesField(1, name), bytesField(2, [bytesField(1, tensorType)])]);
}

/** A TensorProto of float32 (or another type) with raw data, zeros unless given. */
export function tensor(name: string, dims: readonly number[], raw?: Uint8Array, elementType = 1): Uint8Array {
  const count = dims.reduce((product, axis) => product * axis, 1);
  return join([
    ...dims.map((axis) => integerField(1, axis)),
    integerField(2, elementType),
    bytesField(8, name),
    bytesField(9, raw ?? new Uint8Array(4 * count)),
  ]);
}

/** Raw data of a float32 tensor. */
export function rawFloats(values: readonly number[]): Uint8Array {
  return new Uint8Array(Float32Array.from(values).buffer);
}

export interface ModelParts {
  readonly nodes: readonly NodeParts[];
  readonly inputs?: readonly Uint8Array[];
  readonly outputs?: readonly Uint8Array[];
  readonly initialisers?: readonly Uint8Array[];
  readonly valueInfos?: readonly Uint8Array[];
  readonly opset?: number;
  /** Version of the file format, 8 unless given. Before 4 the initialisers must be among the inputs. */
  readonly irVersion?: number;
  /** Encoded fields put at the end of the graph and of the model. */
  readonly moreInGraph?: readonly Uint8Array[];
  readonly moreInModel?: readonly Uint8Array[];
}

/** An ONNX file; input `x` [n,3,4,4] and output `y` [n,3,4,4] of float32 unless given. */
export function buildModel(parts: ModelParts): Uint8Array {
  const graph = [
    ...parts.nodes.map((item) => bytesField(1, node(item))),
    bytesField(2, "tiny"),
    ...(parts.initialisers ?? []).map((item) => bytesField(5, item)),
    ...(parts.inputs ?? [valueInfo("x", ["n", 3, 4, 4])]).map((item) => bytesField(11, item)),
    ...(parts.outputs ?? [valueInfo("y", ["n", 3, 4, 4])]).map((item) => bytesField(12, item)),
    ...(parts.valueInfos ?? []).map((item) => bytesField(13, item)),
    ...(parts.moreInGraph ?? []),
  ];
  return join([
    integerField(1, parts.irVersion ?? 8),
    bytesField(2, "by hand"),
    bytesField(7, graph),
    bytesField(8, [integerField(2, parts.opset ?? 17)]),
    ...(parts.moreInModel ?? []),
  ]);
}
