import { describe, expect, it } from "vitest";
import { goldenFloats, goldenModel, sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  integerAttribute,
  rawFloats,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { writeHsvInput } from "../image/hsvInput.js";
import { createImage } from "../image/image.js";
import { cutSegment } from "../onnx/cutSegment.js";
import { GraphField } from "../onnx/graphProto.js";
import { type OnnxModel, readModel } from "../onnx/model.js";
import { WireReader } from "../onnx/wire.js";
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

/** Numbers of a float32 tensor that is stored in a model as raw data. */
function storedFloats({ bytes, graphRange }: OnnxModel, name: string): Float32Array {
  const graph = new WireReader(bytes, graphRange.start, graphRange.end, "the graph");
  while (graph.next()) {
    if (graph.field !== GraphField.initialiser) continue;
    const stored = graph.message("an initialiser");
    let isWanted = false;
    let raw = new Uint8Array();
    while (stored.next()) {
      // TensorProto: name and raw_data.
      if (stored.field === 8) isWanted = stored.text() === name;
      else if (stored.field === 9) raw = Uint8Array.from(stored.slice());
    }
    if (isWanted) return new Float32Array(raw.buffer);
  }
  throw new Error(`no tensor ${name}`);
}

/** A convolution (C, H, W) to (O, H, W), 3x3 with a border of zeros, in float64. */
function convolve3x3(input: Float32Array, side: number, weights: Float32Array, bias: Float32Array): number[] {
  const channels = input.length / side ** 2;
  const output: number[] = [];
  for (const [o, start] of bias.entries()) {
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        let sum = start;
        for (let c = 0; c < channels; c++) {
          for (let ky = 0; ky < 3; ky++) {
            for (let kx = 0; kx < 3; kx++) {
              const [row, column] = [y + ky - 1, x + kx - 1];
              if (Math.min(row, column) < 0 || Math.max(row, column) >= side) continue;
              sum +=
                weights[((o * channels + c) * 3 + ky) * 3 + kx] * input[(c * side + row) * side + column];
            }
          }
        }
        output.push(sum);
      }
    }
  }
  return output;
}

describe("a segment of a golden network", () => {
  const network = readModel(goldenModel("tinycnn_a_folded.onnx"));
  const weights = storedFloats(network, "onnx::Conv_30");
  const bias = storedFloats(network, "onnx::Conv_31");
  /** What lies between relu1 and add: a convolution, relu2, and relu1 added. */
  const byHand = (relu1: Float32Array, side: number) =>
    convolve3x3(relu1, side, weights, bias).map((value, i) => Math.max(value, 0) + relu1[i]);
  /** The references' stated agreement: absolute or relative. */
  const expectClose = (found: Float32Array, wanted: ArrayLike<number>) => {
    expect(found).toHaveLength(wanted.length);
    let worst = 0;
    for (const [i, value] of found.entries())
      worst = Math.max(worst, Math.abs(value - wanted[i]) / Math.max(1, Math.abs(wanted[i])));
    expect(worst).toBeLessThan(1e-4);
  };

  it("is understood: by hand it turns golden activations into golden activations", () => {
    const units = 8 * 32 * 32;
    const add = Float32Array.from(byHand(goldenFloats("act_a_relu1.bin").subarray(0, units), 32));
    expectClose(add, goldenFloats("act_a_add.bin").subarray(0, units));
  });

  it.each(["H", "S", "V"] as const)("computes the same as by hand from %s of an image", async (channel) => {
    const side = 20;
    const area = side ** 2;
    const image = createImage(
      side,
      side,
      Float32Array.from({ length: 3 * area }, (_, i) => (1 + Math.sin(i * i)) / 2),
    );
    const batch = new Float32Array(3 * area);
    writeHsvInput(image, true, batch, 0);
    const imageChannel = ["H", "S", "V"].indexOf(channel);
    const segment = { from: "/relu1/Relu_output_0", to: "/Add_output_0", channels: 8, imageChannel };
    const piece = cutSegment(network, { ...segment, height: side, width: side });
    const found = await evaluate(piece, segment.to, batch, 1);
    const copies = new Float32Array(8 * area);
    for (let c = 0; c < 8; c++) {
      copies.set(batch.subarray(imageChannel * area, (imageChannel + 1) * area), c * area);
    }
    expectClose(found, byHand(copies, side));
  });
});

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
