import { AttributeField, NodeField } from "./graphProto.js";
import { concatBytes, encodeBytes, encodeInteger, encodeText } from "./wire.js";

/** AttributeProto.AttributeType of one integer and of several. */
const INTEGER_ATTRIBUTE = 2;
const INTEGERS_ATTRIBUTE = 7;

/** A node to be added to a graph. */
export interface NewNode {
  /** New in the graph: the runtime refuses two nodes of one name. A value's name may be a node's already. */
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Attributes of one integer, or of several, from 0 each. */
  readonly integers?: Readonly<Record<string, number | readonly number[]>>;
}

/** A NodeProto of ONNX's own operator set. */
export function encodeNode({ name, operator, inputs, output, integers = {} }: NewNode): Uint8Array {
  const attributes = Object.entries(integers).map(([key, value]) =>
    concatBytes([
      encodeText(AttributeField.name, key),
      ...(typeof value === "number"
        ? [
            encodeInteger(AttributeField.integer, value),
            encodeInteger(AttributeField.type, INTEGER_ATTRIBUTE),
          ]
        : [
            ...value.map((item) => encodeInteger(AttributeField.integers, item)),
            encodeInteger(AttributeField.type, INTEGERS_ATTRIBUTE),
          ]),
    ]),
  );
  return concatBytes([
    ...inputs.map((input) => encodeText(NodeField.input, input)),
    encodeText(NodeField.output, output),
    encodeText(NodeField.name, name),
    encodeText(NodeField.operator, operator),
    ...attributes.map((attribute) => encodeBytes(NodeField.attribute, attribute)),
  ]);
}
