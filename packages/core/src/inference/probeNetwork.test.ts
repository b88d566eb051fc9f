import { describe, expect, it } from "vitest";
import { buildVariant, type ExporterVariant } from "../../../../tests/golden/exporterVariants.js";
import { fieldFile } from "../../../../tests/golden/fieldCases.js";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import {
  bytesField,
  integerAttribute,
  integerField,
  type NodeParts,
  node,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import {
  batchMeanNet,
  dynamicallyQuantisedNet,
  formulaTensor,
  TINY_SIDE,
  TINY_WIDTH,
  tinyNet,
} from "../../../../tests/golden/tinyNets.js";
import { UnsupportedModelError } from "../errors.js";
import { probeNetwork } from "./probeNetwork.js";

const MAP = ["n", TINY_WIDTH, TINY_SIDE, TINY_SIDE];
const BOOL = 9;
const INT64 = 7;
const relu = (input: string): NodeParts => ({ operator: "Relu", inputs: [input], outputs: ["mid"] });
const int64s = (name: string, values: readonly number[]) =>
  tensor(name, [values.length], new Uint8Array(BigInt64Array.from(values.map(BigInt)).buffer), INT64);
const bool = (name: string, value: boolean) => tensor(name, [], Uint8Array.of(Number(value)), BOOL);
const reasonOf = async (bytes: Uint8Array) => (await probeNetwork(bytes)).oneAtATime;

async function refusal(bytes: Uint8Array): Promise<string> {
  const error = await probeNetwork(bytes).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UnsupportedModelError);
  return (error as Error).message;
}

describe("probeNetwork, where batches give the same", () => {
  it.each(["resnet18-plain.onnx", "resnet18-augmented.onnx"])("finds nothing in %s", async (file) => {
    const { shapes, oneAtATime } = await probeNetwork(sampleModel(file));
    expect(oneAtATime).toBeNull();
    expect(shapes.get("logits")).toEqual([10]);
    expect(shapes.size).toBe(49);
  });

  const variant: ExporterVariant = {
    opset: 17,
    batch: "free",
    parameters: "stored",
    names: "torch",
    flatten: "Reshape by Shape",
    end: "Dropout",
    half: "nowhere",
  };
  it.each<Partial<ExporterVariant>>([
    {},
    { half: "inside" },
    { half: "everywhere" },
    { batch: 1 },
    { batch: 4 },
    { opset: 11 },
    { parameters: "constants" },
  ])("finds nothing in a network written with %o", async (changes) => {
    expect(await reasonOf(buildVariant({ ...variant, ...changes }).bytes)).toBeNull();
  });

  it("finds nothing where a network that mixes takes one image at a time anyway", async () => {
    expect(await reasonOf(batchMeanNet(1))).toBeNull();
  });

  it("lets weights be quantised by their range", async () => {
    const bytes = tinyNet({
      nodes: [
        { operator: "DynamicQuantizeLinear", inputs: ["w"], outputs: ["q", "scale", "zero"] },
        { operator: "DequantizeLinear", inputs: ["q", "scale", "zero"], outputs: ["weight"] },
        { operator: "Conv", inputs: ["relu", "weight"], outputs: ["mid"] },
      ],
      initialisers: [formulaTensor("w", [TINY_WIDTH, TINY_WIDTH, 1, 1])],
    });
    expect(await reasonOf(bytes)).toBeNull();
  });
});

describe("probeNetwork, where images of a batch act on each other", () => {
  it("names what quantises by the range of the batch", async () => {
    expect(await reasonOf(dynamicallyQuantisedNet())).toBe(
      'node "quantise" (DynamicQuantizeLinear) takes the range of its numbers over the whole batch',
    );
  });

  it("names what quantises even where the two images of the trial share a range", async () => {
    // Clipped, both images reach from 0 to 0.01.
    const bytes = tinyNet({
      nodes: [
        { operator: "Clip", inputs: ["relu", "low", "high"], outputs: ["clipped"] },
        {
          operator: "DynamicQuantizeLinear",
          inputs: ["clipped"],
          outputs: ["q", "scale", "zero"],
          name: "quantise",
        },
        { operator: "DequantizeLinear", inputs: ["q", "scale", "zero"], outputs: ["mid"] },
      ],
      initialisers: [
        tensor("low", [], new Uint8Array(Float32Array.of(0).buffer)),
        tensor("high", [], new Uint8Array(Float32Array.of(0.01).buffer)),
      ],
    });
    expect(await reasonOf(bytes)).toContain('node "quantise" (DynamicQuantizeLinear)');
  });

  it("names what divides by the greatest number of the batch even where both images have the same", async () => {
    const bytes = tinyNet({
      nodes: [
        { operator: "Clip", inputs: ["relu", "low", "high"], outputs: ["clipped"] },
        {
          operator: "ReduceMax",
          inputs: ["clipped"],
          outputs: ["greatest"],
          name: "greatest",
          attributes: [integerAttribute("keepdims", 0)],
        },
        { operator: "Div", inputs: ["relu", "greatest"], outputs: ["mid"] },
      ],
      initialisers: [
        tensor("low", [], new Uint8Array(Float32Array.of(0).buffer)),
        tensor("high", [], new Uint8Array(Float32Array.of(0.01).buffer)),
      ],
    });
    expect(await reasonOf(bytes)).toBe(
      'node "greatest" (ReduceMax) works along all axes, the batch among them',
    );
  });

  it("names the batch axis of a normalisation that has it unless told otherwise", async () => {
    const bytes = tinyNet({
      nodes: [{ operator: "MeanVarianceNormalization", inputs: ["relu"], outputs: ["mid"], name: "norm" }],
    });
    expect(await reasonOf(bytes)).toBe('node "norm" (MeanVarianceNormalization) works along the batch axis');
  });

  it("names a mean over the batch, by what it makes where the node has no name", async () => {
    const reason = 'the ReduceMean node that makes "batch mean" works along the batch axis';
    expect(await reasonOf(batchMeanNet())).toBe(reason);
    expect(await reasonOf(batchMeanNet(4))).toBe(reason);
  });

  it("tries an image in the last place too, where a running sum reaches it", async () => {
    const bytes = tinyNet({
      nodes: [{ operator: "CumSum", inputs: ["relu", "axis"], outputs: ["mid"], name: "running" }],
      initialisers: [int64s("axis", [0])],
    });
    expect(await reasonOf(bytes)).toBe('node "running" (CumSum) works along the batch axis');
  });

  it("tries it in the first place too, where a sum from the end reaches it", async () => {
    const bytes = tinyNet({
      nodes: [
        {
          operator: "CumSum",
          inputs: ["relu", "axis"],
          outputs: ["mid"],
          name: "running",
          attributes: [integerAttribute("reverse", 1)],
        },
      ],
      initialisers: [int64s("axis", [0])],
    });
    expect(await reasonOf(bytes)).toBe('node "running" (CumSum) works along the batch axis');
  });

  it("names the first value that differs where no operator tells", async () => {
    const text = (name: string, value: string) => [
      bytesField(1, name),
      bytesField(4, value),
      integerField(20, 3),
    ];
    const bytes = tinyNet({
      nodes: [
        {
          operator: "Einsum",
          inputs: ["relu", "relu"],
          outputs: ["mid"],
          name: "sum",
          attributes: [Buffer.concat(text("equation", "nchw,mchw->nchw"))],
        },
      ],
    });
    expect(await reasonOf(bytes)).toBe(
      'node "sum" (Einsum) gives an image other numbers when another one is beside it',
    );
  });

  it("names the Reshape that fixes the batch to one image", async () => {
    const { oneAtATime, shapes } = await probeNetwork(fieldFile("reshape1/model.onnx"));
    expect(oneAtATime).toBe(
      'node "node_Reshape_6" (Reshape) gives a first axis of 1, however many images there are',
    );
    expect(shapes.get("output")).toEqual([4]);
  });

  it("says it in the runtime's words where no operator tells why two images fail", async () => {
    // A stored tensor for one image: a batch of two cannot be joined with it.
    const bytes = tinyNet({
      nodes: [
        {
          operator: "Concat",
          inputs: ["relu", "more"],
          outputs: ["joined"],
          attributes: [integerAttribute("axis", 1)],
        },
        { operator: "Slice", inputs: ["joined", "from", "to", "axes"], outputs: ["mid"] },
      ],
      initialisers: [
        formulaTensor("more", [1, TINY_WIDTH, TINY_SIDE, TINY_SIDE]),
        int64s("from", [0]),
        int64s("to", [TINY_WIDTH]),
        int64s("axes", [1]),
      ],
    });
    expect(await reasonOf(bytes)).toMatch(/^The network fails on a batch of 2: /);
  });
});

describe("probeNetwork, where the same images give other numbers", () => {
  it("refuses batch normalisation that trains, naming every node", async () => {
    const message = await refusal(fieldFile("batch_dependent/bn_train.onnx"));
    for (const name of [1, 4, 7]) expect(message).toContain(`node "node_BatchNormalization_${name}"`);
    expect(message).toContain("batch normalisation in training mode");
    expect(message).toMatch(/model\.eval\(\).*TrainingMode\.EVAL.*training=False/);
  });

  it("refuses a random operator that a checkpoint depends on", async () => {
    const message = await refusal(fieldFile("batch_dependent/random.onnx"));
    expect(message).toContain('random numbers in node "node_RandomNormalLike_1" (RandomNormalLike)');
  });

  it("names all nodes at once, one without a name by what it makes", async () => {
    const message = await refusal(
      tinyNet({
        nodes: [
          { operator: "RandomUniformLike", inputs: ["relu"], outputs: ["noise"] },
          { operator: "Add", inputs: ["relu", "noise"], outputs: ["noisy"] },
          { operator: "Dropout", inputs: ["noisy", "", "training"], outputs: ["mid"], name: "drop" },
        ],
        initialisers: [bool("training", true)],
      }),
    );
    expect(message).toContain('random numbers in the RandomUniformLike node that makes "noise"');
    expect(message).toContain('dropout in training mode in node "drop" (Dropout)');
  });

  it("lets a dropout be that drops nothing", async () => {
    const ratio = (value: number) => tensor("ratio", [], new Uint8Array(Float32Array.of(value).buffer));
    const dropping = (value: number) =>
      tinyNet({
        nodes: [
          { operator: "Dropout", inputs: ["relu", "ratio", "training"], outputs: ["mid"], name: "drop" },
        ],
        initialisers: [bool("training", true), ratio(value)],
      });
    expect((await probeNetwork(dropping(0))).oneAtATime).toBeNull();
    expect(await refusal(dropping(0.1))).toContain('dropout in training mode in node "drop" (Dropout)');
  });

  it("lets a dropout be that does not train, and a random operator that no checkpoint depends on", async () => {
    const bytes = tinyNet({
      nodes: [
        { operator: "Dropout", inputs: ["relu", "", "training"], outputs: ["mid"], name: "drop" },
        { operator: "RandomNormalLike", inputs: ["relu"], outputs: ["noise"] },
      ],
      initialisers: [bool("training", false)],
      outputs: [valueInfo("noise", MAP)],
    });
    const { shapes, oneAtATime } = await probeNetwork(bytes);
    expect(oneAtATime).toBeNull();
    expect([...shapes.keys()]).not.toContain("noise");
  });

  const normalised = (outputs: readonly string[], attributes: readonly Uint8Array[], opset: number) =>
    tinyNet({
      opset,
      nodes: [
        {
          operator: "BatchNormalization",
          inputs: ["relu", "scale", "shift", "mean", "variance"],
          outputs: ["mid", ...outputs],
          name: "norm",
          attributes,
        },
      ],
      initialisers: ["scale", "shift", "mean", "variance"].map((name) =>
        tensor(name, [TINY_WIDTH], new Uint8Array(Float32Array.of(1, 2, 3, 4).buffer)),
      ),
    });

  it.each([
    ["opset 13, which asks for the batch's means", normalised(["m", "v"], [], 13)],
    ["opset 9, which asks for saved means", normalised(["m", "v", "sm", "sv"], [], 9)],
    ["opset 15 in training mode", normalised(["m", "v"], [integerAttribute("training_mode", 1)], 15)],
  ])("refuses batch normalisation of %s", async (_, bytes) => {
    expect(await refusal(bytes)).toContain(
      'batch normalisation in training mode in node "norm" (BatchNormalization)',
    );
  });

  it.each([
    ["opset 13", normalised([], [], 13)],
    ["opset 15", normalised([], [], 15)],
    ["opset 15, said", normalised([], [integerAttribute("training_mode", 0)], 15)],
  ])("lets batch normalisation of %s be", async (_, bytes) => {
    expect(await reasonOf(bytes)).toBeNull();
  });

  it("looks into nested graphs and into the file's own functions", async () => {
    const random = { operator: "RandomNormalLike", inputs: ["relu"], outputs: ["inner"], name: "hidden" };
    const branch = (nodes: readonly NodeParts[]) => [
      ...nodes.map((item) => bytesField(1, node(item))),
      bytesField(2, "branch"),
      bytesField(12, valueInfo("inner", MAP)),
    ];
    const graph = (name: string, nodes: readonly NodeParts[]) =>
      Buffer.concat([bytesField(1, name), bytesField(6, branch(nodes)), integerField(20, 5)]);
    const nested = tinyNet({
      nodes: [
        {
          operator: "If",
          inputs: ["always"],
          outputs: ["chosen"],
          name: "choice",
          attributes: [
            graph("then_branch", [random]),
            graph("else_branch", [{ operator: "Identity", inputs: ["relu"], outputs: ["inner"] }]),
          ],
        },
        { operator: "Add", inputs: ["relu", "chosen"], outputs: ["mid"] },
      ],
      initialisers: [bool("always", true)],
    });
    expect(await refusal(nested)).toContain('node "hidden" (RandomNormalLike)');

    const noisy = [
      bytesField(1, "Noisy"),
      bytesField(4, "in"),
      bytesField(5, "out"),
      bytesField(
        7,
        node({ operator: "RandomNormalLike", inputs: ["in"], outputs: ["noise"], name: "in a function" }),
      ),
      bytesField(7, node({ operator: "Add", inputs: ["in", "noise"], outputs: ["out"] })),
      bytesField(9, [integerField(2, 17)]),
      bytesField(10, "own"),
    ];
    const called = { operator: "Noisy", inputs: ["relu"], outputs: ["mid"], domain: "own" };
    const ofFunction = tinyNet({
      nodes: [called],
      moreInModel: [bytesField(25, noisy), bytesField(8, [bytesField(1, "own"), integerField(2, 1)])],
    });
    expect(await refusal(ofFunction)).toContain('node "in a function" (RandomNormalLike)');
  });

  it("knows numbers that are stored in a function: dropout that trains, and axes", async () => {
    const stored = (output: string, value: Uint8Array): NodeParts => ({
      operator: "Constant",
      inputs: [],
      outputs: [output],
      attributes: [Buffer.concat([bytesField(1, "value"), bytesField(5, value), integerField(20, 4)])],
    });
    const ofFunction = (...nodes: readonly NodeParts[]) => {
      const own = [bytesField(1, "Own"), bytesField(4, "in"), bytesField(5, "out"), bytesField(10, "own")];
      for (const item of nodes) own.push(bytesField(7, node(item)));
      return tinyNet({
        opset: 18,
        nodes: [{ operator: "Own", inputs: ["relu"], outputs: ["mid"], domain: "own" }],
        moreInModel: [
          bytesField(25, [...own, bytesField(9, [integerField(2, 18)])]),
          bytesField(8, [bytesField(1, "own"), integerField(2, 1)]),
        ],
      });
    };
    const drops = ofFunction(stored("training", bool("", true)), {
      operator: "Dropout",
      inputs: ["in", "", "training"],
      outputs: ["out"],
      name: "drop",
    });
    expect(await refusal(drops)).toContain('dropout in training mode in node "drop" (Dropout)');
    const mean = ofFunction(
      stored("axes", int64s("", [0])),
      { operator: "ReduceMean", inputs: ["in", "axes"], outputs: ["mean"], name: "mean" },
      { operator: "Sub", inputs: ["in", "mean"], outputs: ["out"] },
    );
    expect(await reasonOf(mean)).toBe('node "mean" (ReduceMean) works along the batch axis');
  });

  it("refuses by trial what the file does not tell", async () => {
    // Whether the dropout trains is computed.
    const bytes = tinyNet({
      nodes: [
        { operator: "Not", inputs: ["no"], outputs: ["training"] },
        { operator: "Dropout", inputs: ["relu", "", "training"], outputs: ["dropped"], name: "drop" },
        relu("dropped"),
      ],
      initialisers: [bool("no", false)],
    });
    const message = await refusal(bytes);
    expect(message).toContain('The first value that differs is "dropped", made by node "drop" (Dropout).');
  });
});
