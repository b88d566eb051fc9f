import { describe, expect, it } from "vitest";
import { fieldFile } from "../../../../tests/golden/fieldCases.js";
import { buildNetOutline } from "../../../../tests/golden/formulaNets.js";
import { goldenModel, goldenNetworks, sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  integerAttribute,
  type NodeParts,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { torchvisionNet } from "../../../../tests/golden/torchvisionNets.js";
import { RunSpecError } from "../errors.js";
import { findCheckpoints, listCheckpoints } from "./checkpoints.js";
import { readModel } from "./model.js";

const list = (nodes: NodeParts[], more = {}) => listCheckpoints(readModel(buildModel({ nodes, ...more })));
const suggestedNames = (checkpoints: ReturnType<typeof listCheckpoints>) =>
  checkpoints.filter((checkpoint) => checkpoint.suggested).map((checkpoint) => checkpoint.name);

/** A straight network of unary operators with the given value names; the last value is `y`. */
function chain(steps: readonly (readonly [operator: string, value: string])[]): NodeParts[] {
  return steps.map(([operator, value], i) => ({
    operator,
    inputs: [i === 0 ? "x" : steps[i - 1][1]],
    outputs: [value],
  }));
}

describe("listCheckpoints on the sample networks", () => {
  it.each(["resnet18-plain.onnx", "resnet18-augmented.onnx"])("suggests the stages of %s", (file) => {
    const checkpoints = listCheckpoints(readModel(sampleModel(file)));
    expect(suggestedNames(checkpoints)).toEqual([
      "maxpool",
      "layer1",
      "layer2",
      "layer3",
      "layer4",
      "avgpool",
      "fc",
    ]);
    expect(checkpoints.find((checkpoint) => checkpoint.name === "layer1")).toEqual({
      name: "layer1",
      tensor: "/layer1/layer1.1/relu_1/Relu_output_0",
      operator: "Relu",
      suggested: true,
    });
    expect(checkpoints.at(-1)).toMatchObject({ name: "fc", tensor: "logits", operator: "Gemm" });
  });

  it("names what lies inside the stages as torchvision does", () => {
    const names = listCheckpoints(readModel(sampleModel("resnet18-plain.onnx"))).map(
      (checkpoint) => checkpoint.name,
    );
    expect(names.slice(0, 10)).toEqual([
      "conv1",
      "relu",
      "maxpool",
      "layer1.0.conv1",
      "layer1.0.relu",
      "layer1.0.conv2",
      "layer1.0.add",
      "layer1.0",
      "layer1.1.conv1",
      "layer1.1.relu",
    ]);
    expect(names).toContain("layer2.0.downsample.0");
    expect(names).toHaveLength(49);
  });
});

describe("listCheckpoints on torchvision's networks", () => {
  it.each([
    ["alexnet", "features.2 features.5 features.7 features.9 avgpool classifier.2 classifier.5 classifier.6"],
    ["vgg11", "features.2 features.5 features.10 features.15 avgpool classifier.1 classifier.4 classifier.6"],
    ["resnet18", "maxpool layer1 layer2 layer3 layer4 avgpool fc"],
    [
      "squeezenet1_1",
      "features.2 features.3 features.5 features.6 features.8 features.9 features.10 features.11 features.12 flatten",
    ],
  ] as const)("suggests the stages of %s", (net, expected) => {
    const checkpoints = listCheckpoints(readModel(buildNetOutline(net)));
    expect(suggestedNames(checkpoints).join(" ")).toBe(expected);
  });

  it("names every module of theirs", () => {
    const { values } = torchvisionNet("alexnet");
    const names = new Map(
      listCheckpoints(readModel(buildNetOutline("alexnet"))).map(({ tensor, name }) => [tensor, name]),
    );
    for (const [module, value] of values) if (module !== "") expect(names.get(value)).toBe(module);
  });
});

describe("listCheckpoints on the golden networks", () => {
  it.each(goldenNetworks)("lists every checkpoint of $file, each name once, in forward order", (network) => {
    const checkpoints = listCheckpoints(readModel(goldenModel(network.file)));
    const tensors = checkpoints.map((checkpoint) => checkpoint.tensor);
    expect(tensors).toEqual(
      expect.arrayContaining(network.checkpoints.map((checkpoint) => checkpoint.tensor)),
    );
    expect(new Set(checkpoints.map((checkpoint) => checkpoint.name)).size).toBe(checkpoints.length);
    expect(checkpoints.at(-1)?.suggested).toBe(true);
  });

  it("suggests pooling, ends of layers and the output where names say nothing, not the block that is only pooled", () => {
    const checkpoints = listCheckpoints(readModel(goldenModel("tinycnn_b.onnx")));
    expect(
      checkpoints.filter((checkpoint) => checkpoint.suggested).map((checkpoint) => checkpoint.tensor),
    ).toEqual([
      "/backbone/stem/act/Relu_output_0",
      "resnetv15_pool0_fwd",
      "model.features[3].relu:out",
      "StatefulPartitionedCall/model/avg_pool/Mean:0",
      "Identity:0",
    ]);
    const averaged = checkpoints.find(({ tensor }) => tensor.endsWith("Mean:0"));
    expect(averaged?.name).toBe("avg_pool");
    // A bare number says nothing; its operator is put before it.
    expect(checkpoints.find((checkpoint) => checkpoint.tensor === "63")?.name).toBe("flatten_63");
  });
});

describe("names", () => {
  it("keeps the children of a Sequential of plain operations", () => {
    const nodes = chain([
      ["Conv", "/features/features.0/Conv_output_0"],
      ["Relu", "/features/features.1/Relu_output_0"],
      ["MaxPool", "/features/features.2/MaxPool_output_0"],
      ["Conv", "/features/features.3/Conv_output_0"],
      ["Relu", "/features/features.4/Relu_output_0"],
      ["Conv", "/features/features.5/Conv_output_0"],
      ["Relu", "/features/features.6/Relu_output_0"],
      ["MaxPool", "/features/features.7/MaxPool_output_0"],
      ["AveragePool", "/avgpool/AveragePool_output_0"],
      ["Flatten", "/Flatten_output_0"],
      ["Gemm", "/classifier/classifier.0/Gemm_output_0"],
      ["Relu", "/classifier/classifier.1/Relu_output_0"],
    ]);
    nodes.push({
      operator: "Gemm",
      inputs: ["/classifier/classifier.1/Relu_output_0"],
      outputs: ["y"],
      name: "/classifier/classifier.2/Gemm",
    });
    const checkpoints = list(nodes);
    expect(checkpoints.map((checkpoint) => checkpoint.name)).toEqual([
      ...Array.from({ length: 8 }, (_, i) => `features.${i}`),
      "avgpool",
      "flatten",
      "classifier.0",
      "classifier.1",
      "classifier.2",
    ]);
    expect(suggestedNames(checkpoints)).toEqual([
      "features.2",
      "features.4",
      "avgpool",
      "classifier.1",
      "classifier.2",
    ]);
  });

  it("makes equal names different, and no name that is another value's tensor", () => {
    const names = list(
      chain([
        ["Relu", "/Relu_output_0"],
        ["Relu", "/Relu_output_1"],
        ["Relu", "relu_2"],
        ["Relu", "y"],
      ]),
    ).map((checkpoint) => checkpoint.name);
    expect(names).toEqual(["relu", "relu_3", "relu_2", "y"]);
  });
});

describe("networks with few stages", () => {
  const conv = (input: string, output: string): NodeParts => ({
    operator: "Conv",
    inputs: [input, "w"],
    outputs: [output],
  });
  const more = { initialisers: [tensor("w", [3, 3, 1, 1])] };
  const relu = (input: string, output: string): NodeParts => ({
    operator: "Relu",
    inputs: [input],
    outputs: [output],
  });

  it("gets the activations after its convolutions, beside its one join, in forward order", () => {
    const model = readModel(fieldFile("one_join/model.onnx"));
    const relus = (first: number, end: number) =>
      Array.from({ length: end - first }, (_, i) => `relu6_${first + i}`);
    expect(suggestedNames(listCheckpoints(model))).toEqual([
      ...relus(0, 2),
      "add",
      ...relus(3, 8),
      "gap",
      "output",
    ]);
  });

  it("gets the last layer of each resolution first when there are many", () => {
    const nodes: NodeParts[] = [];
    const shapes = new Map<string, readonly number[]>();
    for (let i = 0; i < 40; i++) {
      nodes.push(conv(i === 0 ? "x" : `r${i - 1}`, `c${i}`), relu(`c${i}`, `r${i}`));
      for (const name of [`c${i}`, `r${i}`]) shapes.set(name, i < 7 ? [3, 8, 8] : [3, 4, 4]);
    }
    nodes.push({ operator: "Sub", inputs: ["r39", "r39"], outputs: ["y"] });
    for (const name of ["joined", "y"]) shapes.set(name, [3, 4, 4]);
    // A network with a join that nothing else hides.
    nodes.splice(20, 0, { operator: "Add", inputs: ["r8", "r7"], outputs: ["joined"] });
    const model = readModel(buildModel({ nodes, ...more }));
    const known = { shapes, neverSuggested: new Set(["r9"]) };
    const suggested = suggestedNames(listCheckpoints(model, known));
    expect(suggested.length).toBe(12);
    expect(suggested).toEqual(expect.arrayContaining(["r6", "joined", "y"]));
    expect(suggested).not.toContain("r9");
    expect(suggested.some((name) => name.startsWith("c"))).toBe(false);
  });

  it("takes a gate for a layer's activation, and what only a join reads for a part of it", () => {
    const nodes = [
      conv("x", "a"),
      { operator: "Sigmoid", inputs: ["a"], outputs: ["gate"] },
      { operator: "Mul", inputs: ["a", "gate"], outputs: ["swish"] },
      conv("swish", "b"),
      { operator: "Add", inputs: ["b", "swish"], outputs: ["sum"] },
      relu("sum", "block"),
      conv("block", "fused"),
      { operator: "Neg", inputs: ["fused"], outputs: ["y"] },
    ];
    expect(suggestedNames(list(nodes, more))).toEqual(["swish", "block", "fused", "y"]);
  });

  it("are named after their layers where TensorFlow's converters name values", () => {
    const prefix = "StatefulPartitionedCall/StatefulPartitionedCall/resnet50";
    const nodes = [
      conv("x", `${prefix}/conv1/Conv2D:0`),
      relu(`${prefix}/conv1/Conv2D:0`, `${prefix}/conv1/Relu:0`),
      conv(`${prefix}/conv1/Relu:0`, `${prefix}/block6d_bn/FusedBatchNormV3;model/block6d/ReadVariableOp`),
      relu(`${prefix}/block6d_bn/FusedBatchNormV3;model/block6d/ReadVariableOp`, "y"),
    ];
    expect(list(nodes, more).map(({ name }) => name)).toEqual(["conv1/Conv2D", "conv1", "block6d_bn", "y"]);
  });
});

describe("which values are listed", () => {
  it("leaves out integers, truth values and what does not depend on the image", () => {
    const names = list(
      [
        { operator: "Shape", inputs: ["x"], outputs: ["shape"] },
        {
          operator: "Cast",
          inputs: ["shape"],
          outputs: ["shape as floats"],
          attributes: [integerAttribute("to", 1)],
        },
        { operator: "Relu", inputs: ["w"], outputs: ["constant"] },
        { operator: "Add", inputs: ["x", "constant"], outputs: ["sum"] },
        { operator: "Greater", inputs: ["sum", "x"], outputs: ["mask"] },
        { operator: "ArgMax", inputs: ["sum"], outputs: ["best"] },
        {
          operator: "Cast",
          inputs: ["mask"],
          outputs: ["mask as floats"],
          attributes: [integerAttribute("to", 1)],
        },
        { operator: "Where", inputs: ["mask", "sum", "x"], outputs: ["y"] },
      ],
      { initialisers: [tensor("w", [3, 4, 4])] },
    ).map((checkpoint) => checkpoint.tensor);
    expect(names).toEqual(["sum", "mask as floats", "y"]);
  });

  it("lists half-precision values", () => {
    const half = (name: string) => valueInfo(name, ["n", 3, 4, 4], 10);
    const more = { inputs: [half("x")], outputs: [half("y")] };
    expect(list([{ operator: "Relu", inputs: ["x"], outputs: ["y"] }], more)).toHaveLength(1);
  });

  it("suggests at most twelve, the last among them", () => {
    const steps = Array.from({ length: 40 }, (_, i) => ["MaxPool", i === 39 ? "y" : `pool${i}`] as const);
    const suggested = suggestedNames(list(chain(steps)));
    expect(suggested).toHaveLength(12);
    expect(suggested[0]).toBe("pool0");
    expect(suggested.at(-1)).toBe("y");
  });

  it("suggests something in a network of plain sums", () => {
    const steps = [
      ["Neg", "a"],
      ["Abs", "b"],
      ["Neg", "y"],
    ] as const;
    expect(suggestedNames(list(chain(steps)))).toEqual(["a", "b", "y"]);
  });
});

describe("findCheckpoints", () => {
  const candidates = listCheckpoints(readModel(sampleModel("resnet18-plain.onnx")));

  it("finds short names and tensor names, in forward order and once", () => {
    const found = findCheckpoints(candidates, ["fc", "/maxpool/MaxPool_output_0", "layer1", "maxpool"]);
    expect(found.map((checkpoint) => checkpoint.name)).toEqual(["maxpool", "layer1", "fc"]);
  });

  it("says which checkpoints there are when one does not exist", () => {
    expect(() => findCheckpoints(candidates, ["layer9"])).toThrow(RunSpecError);
    expect(() => findCheckpoints(candidates, ["layer9"])).toThrow(
      "layer9: no such checkpoint; there are maxpool, layer1, layer2, layer3, layer4, avgpool, fc and 42 more. Did you mean layer1 or layer2 or layer3?",
    );
    expect(() => findCheckpoints(candidates, ["something else entirely"])).toThrow(/and 42 more\.$/);
  });
});
