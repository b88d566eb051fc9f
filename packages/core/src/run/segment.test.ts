import { describe, expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import { sampleOffer } from "../../../../tests/golden/sampleRun.js";
import { RunSpecError } from "../errors.js";
import { probeShapes } from "../inference/probeShapes.js";
import { readModel } from "../onnx/model.js";
import { probeSegment } from "./probeSegment.js";
import { resolveSegment, type SegmentRequest, segmentText } from "./segment.js";
import { segmentSpecOf, specOf } from "./testing/sampleAnalysis.js";

const bytes = sampleModel("resnet18-plain.onnx");
const { checkpoints } = await sampleOffer(bytes);
const source = { model: readModel(bytes), checkpoints, size: { width: 64, height: 64 } };
const PIECE: SegmentRequest = { from: "layer1", to: "layer2", channel: "H" };

describe("a segment of a run", () => {
  it("has the checkpoints between its ends, at the size of the images", async () => {
    const spec = await segmentSpecOf(PIECE);
    expect(spec.segment).toEqual({
      from: "layer1",
      to: "layer2",
      channel: "H",
      fromTensor: "/layer1/layer1.1/relu_1/Relu_output_0",
      toTensor: "/layer2/layer2.1/relu_1/Relu_output_0",
      channels: 16,
    });
    // In the network layer2 is [32, 8, 8]; images of 64x64 in place of layer1's 16x16 are halved once.
    expect(spec.checkpoints).toEqual([
      { name: "layer2", tensor: "/layer2/layer2.1/relu_1/Relu_output_0", shape: [32, 32, 32] },
    ]);
    const chosen = await segmentSpecOf(PIECE, { checkpoints: ["layer2", "layer2.0"] });
    expect(chosen.checkpoints.map(({ name }) => name)).toEqual(["layer2.0", "layer2"]);
    expect(specOf().segment).toBeNull();
  });

  it("reads its end when that is not among the suggested checkpoints", async () => {
    const spec = await segmentSpecOf({ ...PIECE, to: "layer2.0" });
    expect(spec.checkpoints.map(({ name }) => name)).toEqual(["layer2.0"]);
  });

  it("has the shapes of the whole network when it starts from the input", async () => {
    const spec = await segmentSpecOf({ to: "layer3", channel: "V" });
    const whole = specOf({ checkpoints: ["maxpool", "layer1", "layer2", "layer3"] });
    expect(spec.segment).toMatchObject({ from: null, fromTensor: null, channels: 3 });
    expect(spec.checkpoints).toEqual(whole.checkpoints);
  });

  it.each<[string, SegmentRequest, RegExp]>([
    ["an unknown start", { ...PIECE, from: "layer9" }, /no checkpoint "layer9".* from .* to fc/],
    ["an unknown end", { ...PIECE, to: "input" }, /no checkpoint "input"/],
    ["an end before the start", { ...PIECE, from: "layer3" }, /layer2 does not come after layer3/],
    ["an end at the start", { ...PIECE, from: "layer2" }, /layer2 does not come after layer2/],
    ["an unknown channel", { ...PIECE, channel: "R" as "H" }, /fed with H, S, V; got "R"/],
    ["a start within a skip connection", { ...PIECE, from: "layer2.0.conv1" }, /without passing through/],
    // fc takes the 128 numbers of the pooled [128, 1, 1]; 64x64 pixels in their place are too many.
    ["images of a size it cannot take", { from: "avgpool", to: "fc", channel: "S" }, /images of 64x64: /],
  ])("refuses %s", async (_, request, message) => {
    const probing = probeSegment(request, source, probeShapes);
    await expect(probing).rejects.toBeInstanceOf(RunSpecError);
    await expect(probing).rejects.toMatchObject({
      field: "segment",
      message: expect.stringMatching(message),
    });
  });

  it("refuses a vector as its start", () => {
    const vectors = [
      { name: "pooled", tensor: "a", shape: [8], suggested: true },
      { name: "fc", tensor: "b", shape: [10], suggested: true },
    ];
    expect(() => resolveSegment({ from: "pooled", to: "fc", channel: "H" }, vectors, 3)).toThrow(
      /pooled is \[8\]/,
    );
  });

  it("refuses checkpoints outside, class probabilities, and shapes that nobody probed", async () => {
    await expect(segmentSpecOf(PIECE, { checkpoints: ["layer3"] })).rejects.toThrow(
      'The segment layer1..layer2, hue has no checkpoint "layer3"; there are layer2',
    );
    await expect(segmentSpecOf(PIECE, { checkpoints: ["layer1"] })).rejects.toMatchObject({
      field: "checkpoints",
    });
    await expect(segmentSpecOf(PIECE, { softmax: true })).rejects.toMatchObject({ field: "softmax" });
    expect(() => specOf({ segment: PIECE })).toThrow(/probe it first/);
  });

  it("is told in short", () => {
    expect(segmentText({ from: "layer1", to: "layer2", channel: "H" })).toBe("layer1..layer2, hue");
    expect(segmentText({ from: null, to: "maxpool", channel: "V" })).toBe("input..maxpool, value");
  });
});
