import { describe, expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  integerAttribute,
  rawFloats,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { cutSegment } from "../onnx/cutSegment.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { openInstrumentedSession } from "./instrumentedSession.js";

async function evaluate(model: OnnxModel, tensor: string, batch: Float32Array, size: number) {
  const session = await openInstrumentedSession(model, [tensor]);
  try {
    return (await session.run(batch, size)).get(tensor)!;
  } finally {
    await session.close();
  }
}

/** Images whose three channels are the same, and the same images with that channel as the middle one of three. */
function images(count: number, area: number): { equal: Float32Array; middle: Float32Array } {
  const equal = new Float32Array(count * 3 * area);
  const middle = new Float32Array(count * 3 * area).fill(-7);
  for (let image = 0; image < count; image++) {
    const plane = Float32Array.from({ length: area }, (_, i) => Math.abs(Math.sin(i * 0.37 + image)));
    for (let c = 0; c < 3; c++) equal.set(plane, (3 * image + c) * area);
    middle.set(plane, (3 * image + 1) * area);
  }
  return { equal, middle };
}

describe("a segment", () => {
  it("from the input computes what the network does when all channels are that one", async () => {
    const network = readModel(sampleModel("resnet18-plain.onnx"));
    const to = "/layer1/layer1.1/relu_1/Relu_output_0";
    const segment = { from: "input", to, channels: 3, height: 64, width: 64, imageChannel: 1 };
    const { equal, middle } = images(2, 64 * 64);
    const found = await evaluate(cutSegment(network, segment), to, middle, 2);
    expect(found).toEqual(await evaluate(network, to, equal, 2));
  });

  it.each([17, 9])(
    "from inside computes what the network does when all channels are that one, opset %i",
    async (opset) => {
      const weights = Array.from({ length: 2 * 3 * 9 }, (_, i) => Math.cos(i));
      const network = readModel(
        buildModel({
          opset,
          nodes: [
            { operator: "Relu", inputs: ["x"], outputs: ["a"] },
            {
              operator: "Conv",
              inputs: ["a", "w"],
              outputs: ["b"],
              attributes: [integerAttribute("pads", [1, 1, 1, 1])],
            },
            { operator: "Sigmoid", inputs: ["b"], outputs: ["y"] },
          ],
          initialisers: [tensor("w", [2, 3, 3, 3], rawFloats(weights))],
          outputs: [valueInfo("y", ["n", 2, 4, 4])],
        }),
      );
      const segment = { from: "a", to: "y", channels: 3, height: 4, width: 4, imageChannel: 1 };
      const { equal, middle } = images(3, 16);
      const found = await evaluate(cutSegment(network, segment), "y", middle, 3);
      expect(found).toEqual(await evaluate(network, "y", equal, 3));
    },
  );

  it("takes images of another size than the value it starts from", async () => {
    const network = readModel(sampleModel("resnet18-plain.onnx"));
    const from = "/layer1/layer1.1/relu_1/Relu_output_0";
    const to = "/layer2/layer2.1/relu_1/Relu_output_0";
    const segment = { from, to, channels: 16, height: 64, width: 48, imageChannel: 0 };
    const found = await evaluate(
      cutSegment(network, segment),
      to,
      new Float32Array(3 * 64 * 48).fill(0.5),
      1,
    );
    expect(found).toHaveLength(32 * 32 * 24);
    expect(found.some((value) => value > 0)).toBe(true);
  });
});
