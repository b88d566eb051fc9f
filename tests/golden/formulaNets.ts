import { readFileSync } from "node:fs";
import type { BatchNormForm, Parameter, StoredTensor } from "./networkGraph.js";
import { bytesField, fieldPieces, integerField, join, node, tensor, valueInfo } from "./onnxBuilder.js";
import { type TorchvisionNet, torchvisionNet } from "./torchvisionNets.js";

// Networks of full size whose parameters come from a formula: see tests/reference/formula_nets.

const FOLDER = new URL("../reference/formula_nets/", import.meta.url);
const SIZE = 224;
const STREAM_BASE = 1;
const INPUT_STREAM = 1000;

/** Summary of a value for the formula input; `std` is the population's. */
export interface FormulaSummary {
  readonly shape: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly min: number;
  readonly max: number;
  readonly share_zero: number;
  readonly first10: readonly number[];
  readonly samples: readonly (readonly [index: number, value: number])[];
}

/** A file of tests/reference/formula_nets. */
export interface FormulaReference {
  readonly input: {
    readonly first5: readonly number[];
    readonly at_100000: number;
    readonly last: number;
    readonly sum_float64: number;
  };
  readonly hash_checks: readonly (readonly [index: number, stream: number, hash: number])[];
  readonly parameters: readonly {
    readonly k: number;
    readonly name: string;
    readonly shape: readonly number[];
    readonly kind: string;
    readonly first3?: readonly number[];
    readonly last?: number;
    readonly sum_float64?: number;
  }[];
  readonly checkpoints: Readonly<Record<string, FormulaSummary>>;
  readonly logits: readonly number[];
  readonly argmax: number;
  readonly masked_runs: readonly {
    readonly checkpoint: string;
    readonly mask_stream: number;
    readonly first16: readonly number[];
    readonly logits: readonly number[];
    readonly masked_output: FormulaSummary;
  }[];
}

export function formulaReference(net: TorchvisionNet): FormulaReference {
  return JSON.parse(readFileSync(new URL(`${net}.json`, FOLDER), "utf8")) as FormulaReference;
}

/**
 * A torchvision network for [N, 3, 224, 224] with the parameters of the formula, as ONNX opset 17.
 *
 * @param batchNorm folded into the convolutions as the exporter does, or as nodes of its own
 */
export function buildFormulaNet(net: TorchvisionNet, batchNorm: BatchNormForm = "folded"): Uint8Array {
  const graph = torchvisionNet(net, batchNorm);
  return modelFile(
    graph.nodes.map((item) => bytesField(1, node(item))),
    graph.stored.flatMap((stored) => fieldPieces(5, storedTensor(stored))),
  );
}

/** ONNX values of the reference's checkpoints, as far as the graph has them, by the reference's names. */
export function formulaCheckpoints(
  net: TorchvisionNet,
  batchNorm: BatchNormForm = "folded",
): ReadonlyMap<string, string> {
  const { values } = torchvisionNet(net, batchNorm);
  const found = new Map<string, string>();
  for (const name of Object.keys(formulaReference(net).checkpoints)) {
    const value = values.get(net === "resnet18" ? residualModule(name) : name);
    if (value !== undefined) found.set(name, value);
  }
  return found;
}

/** The reference names values inside a residual block after what they are, the graph after the module that makes them. */
function residualModule(name: string): string {
  if (/^layer\d\.\d$/.test(name)) return `${name}.relu_1`;
  if (name.endsWith(".downsample")) return `${name}.1`;
  return name.replace(/relu1$/, "relu");
}

/** The network with one number in place of every parameter: a file to read, not to run. */
export function buildNetOutline(net: TorchvisionNet): Uint8Array {
  const graph = torchvisionNet(net);
  return modelFile(
    graph.nodes.map((item) => bytesField(1, node(item))),
    graph.stored.map(({ name }) => bytesField(5, tensor(name, [1]))),
  );
}

/** The formula's input, 1 x 3 x 224 x 224. */
export function formulaInput(): Float32Array {
  const values = new Float32Array(3 * SIZE * SIZE);
  for (let i = 0; i < values.length; i++) {
    const x = i % SIZE;
    const y = Math.floor(i / SIZE) % SIZE;
    const c = Math.floor(i / (SIZE * SIZE));
    values[i] = 0.9 * Math.sin(0.07 * (c + 1) * y + 0.05 * x + c) + 0.4 * uniform(i, INPUT_STREAM);
  }
  return values;
}

/** A mask of the formula: 0, 0.5, 1 or 1.5 for each unit. */
export function formulaMask(units: number, stream: number): Float32Array {
  return Float32Array.from({ length: units }, (_, i) => (formulaHash(i, stream) >>> 30) / 2);
}

/** Values of a parameter. */
export function formulaParameter({ place, dims, kind }: Parameter): Float32Array {
  const values = new Float32Array(dims.reduce((product, axis) => product * axis, 1));
  if (kind === "zero") return values;
  if (kind === "one") return values.fill(1);
  const fanIn = values.length / dims[0];
  const scale = kind === "bias" ? 0.1 : Math.sqrt(6 / fanIn);
  for (let i = 0; i < values.length; i++) values[i] = scale * uniform(i, STREAM_BASE + place);
  return values;
}

/** Unsigned 32-bit hash of an index in a stream. */
export function formulaHash(index: number, stream: number): number {
  let h = Math.imul(index, 0x9e3779b1) + Math.imul(stream, 0x85ebca77);
  h ^= h >>> 16;
  h = Math.imul(h, 0x7feb352d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

function uniform(index: number, stream: number): number {
  return (2 * formulaHash(index, stream)) / 2 ** 32 - 1;
}

/** A TensorProto in pieces: the numbers are copied once, into the file. */
function storedTensor({ name, parameter, scale }: StoredTensor): Uint8Array[] {
  const values = formulaParameter(parameter);
  if (scale !== 1) for (let i = 0; i < values.length; i++) values[i] *= scale;
  return [
    ...parameter.dims.map((axis) => integerField(1, axis)),
    integerField(2, 1),
    bytesField(8, name),
    ...fieldPieces(9, [new Uint8Array(values.buffer)]),
  ];
}

function modelFile(nodes: readonly Uint8Array[], initialisers: readonly Uint8Array[]): Uint8Array {
  const graph = [
    ...nodes,
    bytesField(2, "torch_jit"),
    ...initialisers,
    bytesField(11, valueInfo("input", ["batch", 3, SIZE, SIZE])),
    bytesField(12, valueInfo("output", ["batch", 1000])),
  ];
  return join([
    integerField(1, 8),
    bytesField(2, "pytorch"),
    ...fieldPieces(7, graph),
    bytesField(8, [integerField(2, 17)]),
  ]);
}
