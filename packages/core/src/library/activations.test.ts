import path from "node:path";
import { describe, expect, it } from "vitest";
import { goldenFloats, goldenModel, goldenNetworks } from "../../../../tests/golden/onnx.js";
import { writeNpy } from "../npy/npyWriter.js";
import { temporaryFolder } from "../testing/temporaryFolder.js";
import { activations } from "./activations.js";
import { openNetwork } from "./network.js";

const golden = goldenNetworks.find(({ file }) => file === "tinycnn_a_bn.onnx");
if (golden === undefined) throw new Error("The golden network is gone.");
const input = { shape: [4, 3, 32, 32], data: goldenFloats("input_4x3x32x32.bin") };

describe("activations", () => {
  it("are those that PyTorch recorded, from numbers and from a file", async () => {
    const network = await openNetwork(goldenModel(golden.file));
    const file = path.join(temporaryFolder(), "x.npy");
    await writeNpy(file, input.shape, input.data);
    for (const { tensor, shape, file: recorded } of golden.checkpoints) {
      const found = await activations(network, input, tensor);
      expect(found.shape).toEqual([4, ...shape]);
      const expected = goldenFloats(recorded);
      const most = expected.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
      // As in the tests of the session: rounding of float32, relative to the largest value.
      expect(found.data.every((value, i) => Math.abs(value - (expected[i] ?? 0)) < 1e-4 * most)).toBe(true);
      expect(await activations(network, file, tensor)).toEqual(found);
    }
  });

  it("are multiplied by masks before anything reads them", async () => {
    const network = await openNetwork(goldenModel(golden.file));
    const { tensor, shape } = golden.checkpoints[0] as (typeof golden.checkpoints)[number];
    const units = shape.reduce((product, axis) => product * axis, 1);
    const masks = { [tensor]: { shape, data: new Float32Array(units) } };
    const silenced = await activations(network, input, tensor, { masks });
    expect(silenced.data.every((value) => value === 0)).toBe(true);
    const flat = { [tensor]: { shape: [units], data: new Float32Array(units) } };
    await expect(activations(network, input, tensor, { masks: flat })).rejects.toThrow("A mask is");
    await expect(activations(network, { ...input, shape: [12, 32, 32] }, tensor)).rejects.toThrow(
      '"input" is [12,32,32]; the network takes [N,3,32,32]',
    );
  });
});
