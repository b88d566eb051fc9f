import { type BatchNormForm, type NetworkGraph, NetworkGraphBuilder } from "./networkGraph.js";

export type TorchvisionNet = "resnet18" | "alexnet" | "vgg11" | "squeezenet1_1";

const INPUT = "input";
const OUTPUT = "output";
const CLASSES = 1000;

/** Graph of a torchvision network for 1000 classes, in evaluation mode: input `input`, output `output`. */
export function torchvisionNet(net: TorchvisionNet, batchNorm: BatchNormForm = "folded"): NetworkGraph {
  const graph = new NetworkGraphBuilder(batchNorm);
  switch (net) {
    case "resnet18":
      resnet18(graph);
      break;
    case "alexnet":
      alexnet(graph);
      break;
    case "vgg11":
      vgg11(graph);
      break;
    case "squeezenet1_1":
      squeezenet(graph);
      break;
  }
  return graph;
}

/** torchvision 0.14, models/resnet.py. */
function resnet18(graph: NetworkGraphBuilder): void {
  let value = graph.convNorm({ conv: "conv1", norm: "bn1" }, INPUT, [3, 64], {
    kernel: 7,
    stride: 2,
    pad: 3,
  });
  value = graph.relu("relu", value);
  value = graph.pool("MaxPool", "maxpool", value, { kernel: 3, stride: 2, pad: 1 });
  let width = 64;
  for (const [stage, stageWidth] of [64, 128, 256, 512].entries()) {
    for (const block of [0, 1]) {
      value = basicBlock(graph, `layer${stage + 1}.${block}`, value, [width, stageWidth]);
      width = stageWidth;
    }
  }
  value = graph.globalPool("avgpool", value);
  value = graph.operation("Flatten", "", [value], 1);
  graph.linear("fc", value, [512, CLASSES], OUTPUT);
}

function basicBlock(
  graph: NetworkGraphBuilder,
  block: string,
  input: string,
  [from, to]: readonly [number, number],
): string {
  const stride = from === to ? 1 : 2;
  const convNorm = (number: number, value: string, channels: readonly [number, number], step: number) =>
    graph.convNorm({ conv: `${block}.conv${number}`, norm: `${block}.bn${number}` }, value, channels, {
      kernel: 3,
      stride: step,
      pad: 1,
    });
  const inner = graph.relu(`${block}.relu`, convNorm(1, input, [from, to], stride));
  const residual = convNorm(2, inner, [to, to], 1);
  const skip =
    from === to
      ? input
      : graph.convNorm({ conv: `${block}.downsample.0`, norm: `${block}.downsample.1` }, input, [from, to], {
          kernel: 1,
          stride,
        });
  return graph.relu(`${block}.relu_1`, graph.operation("Add", block, [residual, skip]));
}

/** torchvision 0.14, models/alexnet.py. */
function alexnet(graph: NetworkGraphBuilder): void {
  const pool = { kernel: 3, stride: 2 };
  let value = graph.conv("features.0", INPUT, [3, 64], { kernel: 11, stride: 4, pad: 2 });
  value = graph.relu("features.1", value);
  value = graph.pool("MaxPool", "features.2", value, pool);
  value = graph.conv("features.3", value, [64, 192], { kernel: 5, pad: 2 });
  value = graph.relu("features.4", value);
  value = graph.pool("MaxPool", "features.5", value, pool);
  for (const [module, channels] of [
    [6, [192, 384]],
    [8, [384, 256]],
    [10, [256, 256]],
  ] as const) {
    value = graph.conv(`features.${module}`, value, channels, { kernel: 3, pad: 1 });
    value = graph.relu(`features.${module + 1}`, value);
  }
  value = graph.pool("MaxPool", "features.12", value, pool);
  value = pooledVector(graph, value);
  value = graph.relu("classifier.2", graph.linear("classifier.1", value, [256 * 36, 4096]));
  value = graph.relu("classifier.5", graph.linear("classifier.4", value, [4096, 4096]));
  graph.linear("classifier.6", value, [4096, CLASSES], OUTPUT);
}

/** torchvision 0.14, models/vgg.py, configuration A without BatchNorm. */
function vgg11(graph: NetworkGraphBuilder): void {
  const layers = [64, "pool", 128, "pool", 256, 256, "pool", 512, 512, "pool", 512, 512, "pool"] as const;
  let value = INPUT;
  let width = 3;
  let module = 0;
  for (const layer of layers) {
    if (layer === "pool") {
      value = graph.pool("MaxPool", `features.${module++}`, value, { kernel: 2, stride: 2 });
    } else {
      value = graph.conv(`features.${module++}`, value, [width, layer], { kernel: 3, pad: 1 });
      value = graph.relu(`features.${module++}`, value);
      width = layer;
    }
  }
  value = pooledVector(graph, value);
  value = graph.relu("classifier.1", graph.linear("classifier.0", value, [512 * 49, 4096]));
  value = graph.relu("classifier.4", graph.linear("classifier.3", value, [4096, 4096]));
  graph.linear("classifier.6", value, [4096, CLASSES], OUTPUT);
}

/** An adaptive pooling to the size there is: the exporter writes a pooling of single pixels. */
function pooledVector(graph: NetworkGraphBuilder, input: string): string {
  const pooled = graph.pool("AveragePool", "avgpool", input, { kernel: 1 });
  return graph.operation("Flatten", "", [pooled], 1);
}

/** torchvision 0.14, models/squeezenet.py, version 1.1. */
function squeezenet(graph: NetworkGraphBuilder): void {
  const pool = { kernel: 3, stride: 2, ceil: true };
  let value = graph.relu("features.1", graph.conv("features.0", INPUT, [3, 64], { kernel: 3, stride: 2 }));
  value = graph.pool("MaxPool", "features.2", value, pool);
  let width = 64;
  for (const [module, layer] of [
    [3, [16, 64]],
    [4, [16, 64]],
    [5, "pool"],
    [6, [32, 128]],
    [7, [32, 128]],
    [8, "pool"],
    [9, [48, 192]],
    [10, [48, 192]],
    [11, [64, 256]],
    [12, [64, 256]],
  ] as const) {
    if (layer === "pool") value = graph.pool("MaxPool", `features.${module}`, value, pool);
    else {
      value = fire(graph, `features.${module}`, value, width, layer);
      width = 2 * layer[1];
    }
  }
  value = graph.relu("classifier.2", graph.conv("classifier.1", value, [width, CLASSES], { kernel: 1 }));
  graph.operation("Flatten", "", [graph.globalPool("classifier.3", value)], 1, OUTPUT);
}

function fire(
  graph: NetworkGraphBuilder,
  module: string,
  input: string,
  width: number,
  [squeezed, expanded]: readonly [number, number],
): string {
  const convRelu = (name: string, value: string, channels: readonly [number, number], kernel: number) =>
    graph.relu(
      `${module}.${name}_activation`,
      graph.conv(`${module}.${name}`, value, channels, { kernel, pad: (kernel - 1) / 2 }),
    );
  const squeeze = convRelu("squeeze", input, [width, squeezed], 1);
  const expanded1 = convRelu("expand1x1", squeeze, [squeezed, expanded], 1);
  const expanded3 = convRelu("expand3x3", squeeze, [squeezed, expanded], 3);
  return graph.operation("Concat", module, [expanded1, expanded3], 1);
}
