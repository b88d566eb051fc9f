import { AttributeField, NodeField } from "./graphProto.js";
import { concatBytes, encodeBytes, encodeInteger, encodeText } from "./wire.js";

/** AttributeProto.AttributeType of one integer. */
const INTEGER_ATTRIBUTE = 2;

/** A node to be added to a graph. */
export interface NewNode {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly output: string;
  /** Attributes of one integer from 0 each. */
  readonly integers?: Readonly<Record<string, number>>;
}

/** A NodeProto of ONNX's own operator set, named after the value it makes. */
export function encodeNode({ operator, inputs, output, integers = {} }: NewNode): Uint8Array {
  const attributes = Object.entries(integers).map(([name, value]) =>
    concatBytes([
      encodeText(AttributeField.name, name),
      encodeInteger(AttributeField.integer, value),
      encodeInteger(AttributeField.type, INTEGER_ATTRIBUTE),
    ]),
  );
  return concatBytes([
    ...inputs.map((input) => encodeText(NodeField.input, input)),
    encodeText(NodeField.output, output),
    encodeText(NodeField.name, output),
    encodeText(NodeField.operator, operator),
    ...attributes.map((attribute) => encodeBytes(NodeField.attribute, attribute)),
  ]);
}
