import {
  buildModel,
  bytesField,
  integerAttribute,
  integerField,
  join,
  type NodeParts,
  rawFloats,
  tensor,
  valueInfo,
} from "./onnxBuilder.js";

// One small network as different exporters would write it: a convolution with BatchNorm, a grouped and a depthwise
// convolution, a residual sum, pooling and a linear layer; the file differs, the numbers do not.

export const VARIANT_SIZE = 8;
export const VARIANT_CLASSES = 5;
const WIDTH = 6;
const FLOAT = 1;
const HALF = 10;
const INT64 = 7;

/** How a variant is written. */
export interface ExporterVariant {
  readonly opset: number;
  readonly batch: "free" | number;
  /** Where parameters are: stored tensors, stored tensors that are also inputs (IR version 3), or Constant nodes. */
  readonly parameters: "stored" | "stored and inputs" | "constants";
  /** Names of values: PyTorch's, TensorFlow's, or bare numbers. */
  readonly names: "torch" | "tensorflow" | "numbers";
  /** How the pooled map becomes a vector. */
  readonly flatten: "Flatten" | "Reshape by Shape";
  /** What stands between the linear layer and the output. */
  readonly end: "nothing" | "Identity" | "Dropout";
  /** Half precision nowhere, in the middle between two casts, or everywhere. */
  readonly half: "nowhere" | "inside" | "everywhere";
}

export interface VariantModel {
  readonly bytes: Uint8Array;
  /** ONNX values of the steps that every variant has, by their plain names. */
  readonly values: ReadonlyMap<string, string>;
}

/** Steps whose values every variant has, in forward order. */
export const VARIANT_STEPS = ["conv", "norm", "relu", "grouped", "depthwise", "sum", "pool", "mean"] as const;

/** Writes the network in one of the ways. */
export function buildVariant(variant: ExporterVariant): VariantModel {
  const type = variant.half === "everywhere" ? HALF : FLOAT;
  const parameters: Parameter[] = [
    floats("conv.weight", [WIDTH, 3, 3, 3], 1, type),
    floats("conv.bias", [WIDTH], 2, type),
    ...["scale", "shift", "mean", "variance"].map((name, i) => floats(`norm.${name}`, [WIDTH], 3 + i, type)),
    floats("grouped.weight", [WIDTH, WIDTH / 2, 3, 3], 7, type),
    floats("depthwise.weight", [WIDTH, 1, 3, 3], 8, type),
    floats("linear.weight", [VARIANT_CLASSES, WIDTH], 9, type),
    floats("linear.bias", [VARIANT_CLASSES], 10, type),
  ];
  const steps = [
    conv("conv", ["x", "conv.weight", "conv.bias"], 1),
    step("BatchNormalization", ["conv", "norm.scale", "norm.shift", "norm.mean", "norm.variance"], "norm"),
    step("Relu", ["norm"], "relu"),
    conv("grouped", ["relu", "grouped.weight"], 2),
    conv("depthwise", ["grouped", "depthwise.weight"], WIDTH),
    ...(variant.half === "inside"
      ? [
          cast("depthwise", "depthwise half", HALF),
          cast("relu", "relu half", HALF),
          step("Add", ["depthwise half", "relu half"], "sum half"),
          cast("sum half", "sum", FLOAT),
        ]
      : [step("Add", ["depthwise", "relu"], "sum")]),
    step(
      "MaxPool",
      ["sum"],
      "pool",
      integerAttribute("kernel_shape", [2, 2]),
      integerAttribute("strides", [2, 2]),
    ),
    step("GlobalAveragePool", ["pool"], "mean"),
    ...flattening(variant, parameters),
    ...ending(variant),
  ];
  const values = namesOf(variant, steps);
  const rename = (name: string) => values.get(name) ?? name;
  const constants = variant.parameters === "constants" ? parameters : [];
  const nodes = [
    ...constants.map((parameter) =>
      step("Constant", [], parameter.name, tensorAttribute("value", storedTensor(parameter))),
    ),
    ...steps.map((item) => ({
      ...item,
      name: variant.names === "torch" ? rename(item.outputs[0]!).replace(/_output_0$/, "") : undefined,
      inputs: item.inputs.map(rename),
      outputs: item.outputs.map(rename),
    })),
  ];
  const batch = variant.batch === "free" ? "n" : variant.batch;
  const areInputs = variant.parameters === "stored and inputs";
  const bytes = buildModel({
    nodes,
    opset: variant.opset,
    irVersion: areInputs ? 3 : 8,
    initialisers: variant.parameters === "constants" ? [] : parameters.map(storedTensor),
    inputs: [
      valueInfo("x", [batch, 3, VARIANT_SIZE, VARIANT_SIZE], type),
      ...(areInputs ? parameters.map(({ name, dims, type: t }) => valueInfo(name, dims, t)) : []),
    ],
    outputs: [valueInfo("y", [batch, VARIANT_CLASSES], type)],
  });
  return { bytes, values };
}

interface Parameter {
  readonly name: string;
  readonly dims: readonly number[];
  readonly raw: Uint8Array;
  readonly type: number;
}

/** Parameters are multiples of 1/16 below 2, so that half precision holds them exactly. */
function floats(name: string, dims: readonly number[], seed: number, type: number): Parameter {
  const count = dims.reduce((product, axis) => product * axis, 1);
  const isVariance = name === "norm.variance";
  const numbers = Array.from({ length: count }, (_, i) => {
    const sixteenths = (i * 11 + seed * 5) % 15;
    return (isVariance ? sixteenths + 8 : sixteenths - 7) / 16;
  });
  return { name, dims, raw: type === HALF ? halves(numbers) : rawFloats(numbers), type };
}

/** Half-precision patterns of multiples of 1/16 with magnitude below 2. */
function halves(numbers: readonly number[]): Uint8Array {
  const patterns = numbers.map((number) => {
    if (number === 0) return 0;
    const exponent = Math.floor(Math.log2(Math.abs(number)));
    const fraction = (Math.abs(number) / 2 ** exponent - 1) * 1024;
    return (number < 0 ? 0x8000 : 0) + (exponent + 15) * 1024 + fraction;
  });
  return new Uint8Array(Uint16Array.from(patterns).buffer);
}

function integers(name: string, dims: readonly number[], values: readonly number[]): Parameter {
  const raw = new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer);
  return { name, dims, raw, type: INT64 };
}

function storedTensor({ name, dims, raw, type }: Parameter): Uint8Array {
  return tensor(name, dims, raw, type);
}

function tensorAttribute(name: string, value: Uint8Array): Uint8Array {
  return join([bytesField(1, name), bytesField(5, value), integerField(20, 4)]);
}

function step(
  operator: string,
  inputs: readonly string[],
  output: string,
  ...attributes: readonly Uint8Array[]
): NodeParts {
  return { operator, inputs, outputs: [output], attributes };
}

function conv(name: string, inputs: readonly string[], groups: number): NodeParts {
  return step(
    "Conv",
    inputs,
    name,
    integerAttribute("group", groups),
    integerAttribute("pads", [1, 1, 1, 1]),
  );
}

function cast(input: string, output: string, type: number): NodeParts {
  return step("Cast", [input], output, integerAttribute("to", type));
}

/** The way of `x.view(x.size(0), -1)` goes over int64 values; Unsqueeze takes its axes as an input from opset 13 on. */
function flattening({ flatten, opset }: ExporterVariant, parameters: Parameter[]): NodeParts[] {
  if (flatten === "Flatten") return [step("Flatten", ["mean"], "flat", integerAttribute("axis", 1))];
  parameters.push(integers("zero", [], [0]), integers("rest", [1], [-1]));
  if (opset >= 13) parameters.push(integers("axes", [1], [0]));
  const unsqueeze =
    opset >= 13
      ? step("Unsqueeze", ["images", "axes"], "images axis")
      : step("Unsqueeze", ["images"], "images axis", integerAttribute("axes", [0]));
  return [
    step("Shape", ["mean"], "shape"),
    step("Gather", ["shape", "zero"], "images", integerAttribute("axis", 0)),
    unsqueeze,
    step("Concat", ["images axis", "rest"], "vector shape", integerAttribute("axis", 0)),
    step("Reshape", ["mean", "vector shape"], "flat"),
  ];
}

function ending({ end }: ExporterVariant): NodeParts[] {
  const linear = (output: string) =>
    step("Gemm", ["flat", "linear.weight", "linear.bias"], output, integerAttribute("transB", 1));
  return end === "nothing" ? [linear("y")] : [linear("linear"), step(end, ["linear"], "y")];
}

function namesOf({ names }: ExporterVariant, steps: readonly NodeParts[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const [i, { operator, outputs }] of steps.entries()) {
    const plain = outputs[0]!;
    if (plain === "y") values.set(plain, plain);
    else if (names === "numbers") values.set(plain, String(100 + i));
    else if (names === "tensorflow")
      values.set(plain, `StatefulPartitionedCall/model/${plain}/${operator}:0`);
    else values.set(plain, `/${plain.replaceAll(" ", "_")}/${operator}_output_0`);
  }
  return values;
}
