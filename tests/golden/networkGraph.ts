import { integerAttribute, type NodeParts } from "./onnxBuilder.js";

/** A parameter as PyTorch's state_dict has it. */
export interface Parameter {
  /** Place in the state_dict; running statistics and batch counters count as well. */
  readonly place: number;
  readonly name: string;
  readonly dims: readonly number[];
  readonly kind: "weight" | "bias" | "one" | "zero";
}

/** A tensor stored in the file: a parameter, multiplied by a constant where a BatchNorm is folded into it. */
export interface StoredTensor {
  readonly name: string;
  readonly parameter: Parameter;
  readonly scale: number;
}

export interface NetworkGraph {
  readonly nodes: readonly NodeParts[];
  readonly stored: readonly StoredTensor[];
  readonly parameters: readonly Parameter[];
  /** ONNX value of each module's output, by the module's qualified name. */
  readonly values: ReadonlyMap<string, string>;
}

/** How BatchNorm is written: PyTorch's exporter folds it into the convolution before it. */
export type BatchNormForm = "folded" | "separate";

const BATCHNORM_EPSILON = 1e-5;
/** First number that PyTorch's exporter gives to the folded weights of a ResNet18. */
const FIRST_FOLDED_NUMBER = 193;
/** Entries of a BatchNorm in the state_dict: weight, bias, running mean and variance, batch counter. */
const BATCHNORM_ENTRIES = [
  { suffix: "weight", kind: "one" },
  { suffix: "bias", kind: "zero" },
  { suffix: "running_mean", kind: "zero" },
  { suffix: "running_var", kind: "one" },
] as const;

export interface Window {
  readonly kernel: number;
  readonly stride?: number;
  readonly pad?: number;
  /** Last windows may reach over the edge. */
  readonly ceil?: boolean;
}

/**
 * Builds a network module by module, with the names of nodes and values that `torch.onnx.export` writes. Modules must
 * come in the order of the state_dict.
 */
export class NetworkGraphBuilder implements NetworkGraph {
  readonly nodes: NodeParts[] = [];
  readonly stored: StoredTensor[] = [];
  readonly parameters: Parameter[] = [];
  readonly values = new Map<string, string>();
  private place = 0;
  private foldedNumber = FIRST_FOLDED_NUMBER;

  constructor(private readonly batchNorm: BatchNormForm = "folded") {}

  /** A convolution with bias. */
  conv(module: string, input: string, channels: readonly [number, number], window: Window): string {
    const { weight, bias } = this.layerParameters(module, [channels[1], channels[0], ...square(window)]);
    return this.add("Conv", module, [input, this.store(weight), this.store(bias)], convAttributes(window));
  }

  /** A convolution without bias and the BatchNorm after it. */
  convNorm(
    modules: { readonly conv: string; readonly norm: string },
    input: string,
    channels: readonly [number, number],
    window: Window,
  ): string {
    const weight = this.parameter(
      `${modules.conv}.weight`,
      [channels[1], channels[0], ...square(window)],
      "weight",
    );
    const statistics = BATCHNORM_ENTRIES.map(({ suffix, kind }) =>
      this.parameter(`${modules.norm}.${suffix}`, [channels[1]], kind),
    );
    this.place++;
    if (this.batchNorm === "separate") {
      const raw = this.add("Conv", modules.conv, [input, this.store(weight)], convAttributes(window));
      const inputs = [raw, ...statistics.map((statistic) => this.store(statistic))];
      return this.add("BatchNormalization", modules.norm, inputs);
    }
    const number = this.foldedNumber;
    this.foldedNumber += 3;
    const stored = [
      this.store(weight, `onnx::Conv_${number}`, 1 / Math.sqrt(1 + BATCHNORM_EPSILON)),
      this.store(statistics[1], `onnx::Conv_${number + 1}`),
    ];
    const output = this.add("Conv", modules.conv, [input, ...stored], convAttributes(window));
    this.values.delete(modules.conv);
    this.values.set(modules.norm, output);
    return output;
  }

  relu(module: string, input: string): string {
    return this.add("Relu", module, [input]);
  }

  pool(operator: "MaxPool" | "AveragePool", module: string, input: string, window: Window): string {
    const attributes = [...windowAttributes(window), integerAttribute("ceil_mode", window.ceil ? 1 : 0)];
    return this.add(operator, module, [input], attributes);
  }

  globalPool(module: string, input: string): string {
    return this.add("GlobalAveragePool", module, [input]);
  }

  linear(module: string, input: string, features: readonly [number, number], output?: string): string {
    const { weight, bias } = this.layerParameters(module, [features[1], features[0]]);
    const inputs = [input, this.store(weight), this.store(bias)];
    return this.add("Gemm", module, inputs, [integerAttribute("transB", 1)], output);
  }

  /** An operation of a module's own, such as the sum at the end of a residual block; "" is the network itself. */
  operation(
    operator: string,
    module: string,
    inputs: readonly string[],
    axis?: number,
    output?: string,
  ): string {
    const attributes = axis === undefined ? [] : [integerAttribute("axis", axis)];
    return this.add(operator, module, inputs, attributes, output);
  }

  private add(
    operator: string,
    module: string,
    inputs: readonly string[],
    attributes: readonly Uint8Array[] = [],
    output?: string,
  ): string {
    const name = `${scopePath(module)}/${operator}`;
    const value = output ?? `${name}_output_0`;
    this.nodes.push({ operator, name, inputs, outputs: [value], attributes });
    this.values.set(module, value);
    return value;
  }

  private layerParameters(module: string, dims: readonly number[]): { weight: Parameter; bias: Parameter } {
    const weight = this.parameter(`${module}.weight`, dims, "weight");
    return { weight, bias: this.parameter(`${module}.bias`, [dims[0]], "bias") };
  }

  private parameter(name: string, dims: readonly number[], kind: Parameter["kind"]): Parameter {
    const parameter = { place: this.place++, name, dims, kind };
    this.parameters.push(parameter);
    return parameter;
  }

  private store(parameter: Parameter, name = parameter.name, scale = 1): string {
    this.stored.push({ name, parameter, scale });
    return name;
  }
}

/** Scope of a module in exported names: `layer2.0.conv1` is `/layer2/layer2.0/conv1`. */
function scopePath(module: string): string {
  let path = "";
  let parent = "";
  for (const part of module === "" ? [] : module.split(".")) {
    parent = /^\d+$/.test(part) ? `${parent}.${part}` : part;
    path += `/${parent}`;
  }
  return path;
}

function square({ kernel }: Window): [number, number] {
  return [kernel, kernel];
}

function windowAttributes(window: Window): Uint8Array[] {
  const { stride = 1, pad = 0 } = window;
  return [
    integerAttribute("kernel_shape", square(window)),
    integerAttribute("pads", [pad, pad, pad, pad]),
    integerAttribute("strides", [stride, stride]),
  ];
}

function convAttributes(window: Window): Uint8Array[] {
  return [integerAttribute("dilations", [1, 1]), integerAttribute("group", 1), ...windowAttributes(window)];
}
