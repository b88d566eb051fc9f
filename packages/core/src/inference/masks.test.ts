import { describe, expect, it } from "vitest";
import { goldenFloats, goldenModel, goldenNetworks, sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  bytesField,
  integerAttribute,
  integerField,
  join,
  type NodeParts,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { RunSpecError, ShapeError, UnsupportedModelError } from "../errors.js";
import {
  type InstrumentedSession,
  openInstrumentedSession,
  type SessionOptions,
} from "./instrumentedSession.js";

const GOLDEN_IMAGES = 4;
const images = goldenFloats("input_4x3x32x32.bin");

/** Largest difference, relative to values above 1. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let largest = 0;
  for (let i = 0; i < actual.length; i++) {
    largest = Math.max(largest, Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i])));
  }
  return largest;
}

async function withSession<T>(
  model: Uint8Array,
  tensors: readonly string[],
  options: SessionOptions,
  use: (session: InstrumentedSession) => Promise<T>,
): Promise<T> {
  const session = await openInstrumentedSession(model, tensors, options);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** A mask without randomness, of values from 0 to 1.5. */
function pattern(units: number, phase: number): Float32Array {
  return Float32Array.from({ length: units }, (_, i) => ((i * 7 + phase * 3) % 19) / 12);
}

describe.each(goldenNetworks)("masked runs of $file", (network) => {
  const model = goldenModel(network.file);

  it("are torch's, all through one session", async () => {
    const tensors = network.checkpoints.map((checkpoint) => checkpoint.tensor);
    const masks = network.maskedRuns.map((run) => run.tensor);
    await withSession(model, tensors, { masks }, async (session) => {
      for (const run of network.maskedRuns) {
        const mask = goldenFloats(run.mask);
        const found = await session.run(images, GOLDEN_IMAGES, new Map([[run.tensor, mask]]));
        for (const { tensor: name, file } of run.activations) {
          // The reference's own agreement with another runtime.
          expect(distance(found.get(name)!, goldenFloats(file)), name).toBeLessThan(1e-5);
        }
        expect(distance(found.get(network.outputName)!, run.logits.flat())).toBeLessThan(1e-5);
      }
    });
  });

  it("show a masked checkpoint as its activation times the mask", async () => {
    for (const { tensor: name, mask: file } of network.maskedRuns) {
      const mask = goldenFloats(file);
      await withSession(model, [name], { masks: [name] }, async (session) => {
        const plain = (await session.run(images, GOLDEN_IMAGES)).get(name)!;
        const masked = await session.run(images, GOLDEN_IMAGES, new Map([[name, mask]]));
        expect(masked.get(name)).toEqual(plain.map((value, i) => value * mask[i % mask.length]));
      });
    }
  });

  it("by m and by 1 - m add up to the activation", async () => {
    const name = network.maskedRuns[0].tensor;
    await withSession(model, [name], { masks: [name] }, async (session) => {
      const size = session.maskShapes.get(name)!.reduce((product, axis) => product * axis, 1);
      const mask = pattern(size, 1);
      const run = async (values?: Float32Array) =>
        (await session.run(images, GOLDEN_IMAGES, values && new Map([[name, values]]))).get(name)!;
      const kept = await run(mask);
      const dropped = await run(mask.map((value) => 1 - value));
      // Three roundings to float32.
      expect(
        distance(
          kept.map((value, i) => value + dropped[i]),
          await run(),
        ),
      ).toBeLessThan(4 * 2 ** -24);
    });
  });
});

describe("one session", () => {
  const name = "/layer1/layer1.1/relu_1/Relu_output_0";
  const later = "/layer2/layer2.1/relu_1/Relu_output_0";
  const size = 3 * 64 * 64;
  const batch = Float32Array.from({ length: 2 * size }, (_, i) => Math.sin(i * 0.37) + Math.cos(i * 0.011));

  it("serves seventeen masks of two checkpoints together", async () => {
    const resnet = sampleModel("resnet18-plain.onnx");
    await withSession(resnet, ["logits"], { masks: [name, later] }, async (session) => {
      const units = (tensorName: string) =>
        session.maskShapes.get(tensorName)!.reduce((product, axis) => product * axis, 1);
      const seen = new Set<string>();
      for (let phase = 0; phase < 17; phase++) {
        const masks = new Map([
          [name, pattern(units(name), phase)],
          [later, pattern(units(later), phase + 1)],
        ]);
        const logits = (await session.run(batch, 2, masks)).get("logits")!;
        expect(logits.every(Number.isFinite)).toBe(true);
        // The same as in a session that knows no other mask.
        if (phase % 8 === 0) {
          const alone = await withSession(resnet, ["logits"], { masks: [later, name] }, (other) =>
            other.run(batch, 2, masks),
          );
          expect(distance(logits, alone.get("logits")!)).toBeLessThan(1e-5);
        }
        seen.add(logits.join());
      }
      expect(seen.size).toBe(17);
    });
  });

  it("without a mask, or with ones, computes what an unmasked one does", async () => {
    const resnet = sampleModel("resnet18-plain.onnx");
    const plain = await withSession(resnet, [name, "logits"], {}, (session) => session.run(batch, 2));
    await withSession(resnet, [name, "logits"], { masks: [name] }, async (session) => {
      expect([...session.maskShapes]).toEqual([[name, [16, 16, 16]]]);
      const none = await session.run(batch, 2);
      const ones = new Map([[name, new Float32Array(16 * 16 * 16).fill(1)]]);
      expect(await session.run(batch, 2, ones)).toEqual(none);
      // A product in the graph keeps the runtime from fusing across it, which moves the last bits.
      for (const [tensorName, values] of plain) {
        expect(distance(none.get(tensorName)!, values)).toBeLessThan(1e-5);
      }
    });
  });

  it("takes masks from shared memory and does not keep them", async () => {
    await withSession(
      goldenModel("tinycnn_a_bn.onnx"),
      ["logits"],
      { masks: ["/Add_output_0"] },
      async (session) => {
        const mask = new Float32Array(new SharedArrayBuffer(4 * 8 * 32 * 32));
        mask.fill(0.5);
        const run = async () =>
          (await session.run(images, GOLDEN_IMAGES, new Map([["/Add_output_0", mask]]))).get("logits")!;
        const half = await run();
        mask.fill(0.25);
        expect(await run()).not.toEqual(half);
        mask.fill(0.5);
        expect(await run()).toEqual(half);
      },
    );
  });
});

describe("where a mask reaches", () => {
  const batch = Float32Array.from({ length: 5 * 48 }, (_, i) => Math.sin(i));
  const half = new Float32Array(48).fill(0.5);
  const relu = { operator: "Relu", inputs: ["x"], outputs: ["a"] };
  const halved = batch.map((value) => Math.max(value, 0) / 2);

  it("the parts of a fixed batch", async () => {
    const bytes = buildModel({
      nodes: [{ ...relu, outputs: ["y"] }],
      inputs: [valueInfo("x", [2, 3, 4, 4])],
      outputs: [valueInfo("y", [2, 3, 4, 4])],
    });
    await withSession(bytes, ["y"], { masks: ["y"] }, async (session) => {
      expect((await session.run(batch, 5, new Map([["y", half]]))).get("y")).toEqual(halved);
    });
  });

  it("nested graphs that read the value", async () => {
    const branch = (name: string) =>
      join([
        bytesField(1, name),
        bytesField(6, [
          bytesField(1, [bytesField(1, "a"), bytesField(2, `neg ${name}`), bytesField(4, "Neg")]),
          bytesField(2, name),
          bytesField(12, valueInfo(`neg ${name}`, ["n", 3, 4, 4])),
        ]),
        integerField(20, 5),
      ]);
    const choose = {
      operator: "If",
      inputs: ["flag"],
      outputs: ["y"],
      attributes: [branch("then_branch"), branch("else_branch")],
    };
    const bytes = buildModel({
      nodes: [relu, choose],
      initialisers: [tensor("flag", [], Uint8Array.of(1), 9)],
    });
    await withSession(bytes, ["y"], { masks: ["a"] }, async (session) => {
      expect((await session.run(batch, 5, new Map([["a", half]]))).get("y")).toEqual(halved.map((v) => -v));
    });
  });

  it("half-precision networks", async () => {
    const bytes = buildModel({
      nodes: [{ ...relu, outputs: ["y"] }],
      inputs: [valueInfo("x", ["n", 3, 4, 4], 10)],
      outputs: [valueInfo("y", ["n", 3, 4, 4], 10)],
    });
    await withSession(bytes, ["y"], { masks: ["y"] }, async (session) => {
      const plain = (await session.run(batch, 5)).get("y")!;
      // Halving is exact in half precision above its smallest numbers.
      const found = (await session.run(batch, 5, new Map([["y", half]]))).get("y")!;
      expect(found).toEqual(plain.map((value) => value / 2));
    });
  });
});

describe("softmax", () => {
  const batch = Float32Array.from({ length: 3 * 48 }, (_, i) => 3 * Math.sin(i));
  const flatten = {
    operator: "Flatten",
    inputs: ["x"],
    outputs: ["y"],
    attributes: [integerAttribute("axis", 1)],
  };
  const vector = { outputs: [valueInfo("y", ["n", 48])] };

  function softmaxOf(values: Float32Array, classes: number): number[] {
    const shares: number[] = [];
    for (let from = 0; from < values.length; from += classes) {
      const row = [...values.subarray(from, from + classes)].map((value) => Math.exp(value));
      const sum = row.reduce((total, value) => total + value, 0);
      shares.push(...row.map((value) => value / sum));
    }
    return shares;
  }

  it.each([9, 12, 13, 21])("gives probabilities in opset %i", async (opset) => {
    const bytes = buildModel({ nodes: [flatten], ...vector, opset });
    await withSession(bytes, ["y"], { softmax: "y" }, async (session) => {
      const found = (await session.run(batch, 3)).get("y")!;
      expect(distance(found, softmaxOf(batch, 48))).toBeLessThan(1e-6);
      for (let image = 0; image < 3; image++) {
        const sum = found.subarray(48 * image, 48 * (image + 1)).reduce((total, value) => total + value, 0);
        expect(sum).toBeCloseTo(1, 6);
      }
    });
  });

  it("is not added to a network that ends in one", async () => {
    const softmax = { operator: "Softmax", inputs: ["flat"], outputs: ["y"] };
    const bytes = buildModel({ nodes: [{ ...flatten, outputs: ["flat"] }, softmax], ...vector });
    const options = { softmax: "y", masks: ["y"] };
    await withSession(bytes, ["y"], options, async (session) => {
      expect(distance((await session.run(batch, 3)).get("y")!, softmaxOf(batch, 48))).toBeLessThan(1e-6);
    });
  });

  it("is taken of the masked value, and the value before it stays readable for others", async () => {
    const reads = { operator: "Neg", inputs: ["flat"], outputs: ["y"] };
    const bytes = buildModel({ nodes: [{ ...flatten, outputs: ["flat"] }, reads], ...vector });
    const mask = pattern(48, 0);
    await withSession(bytes, ["flat", "y"], { softmax: "flat", masks: ["flat"] }, async (session) => {
      const found = await session.run(batch, 3, new Map([["flat", mask]]));
      const masked = batch.map((value, i) => value * mask[i % 48]);
      expect(distance(found.get("flat")!, softmaxOf(masked, 48))).toBeLessThan(1e-6);
      expect(found.get("y")).toEqual(masked.map((value) => -value));
    });
  });

  it("is refused where there are no classes, and of a value that is not read", async () => {
    const bytes = buildModel({ nodes: [{ operator: "Relu", inputs: ["x"], outputs: ["y"] }] });
    await withSession(bytes, ["y"], { softmax: "y" }, async (session) => {
      await expect(session.run(batch, 3)).rejects.toThrow(
        /y: has no softmax over classes, since its shape for 3 images is \[3,3,4,4\]/,
      );
    });
    await expect(openInstrumentedSession(bytes, ["y"], { softmax: "fc" })).rejects.toThrow(RunSpecError);
  });
});

describe("refusals", () => {
  const nodes: NodeParts[] = [
    { operator: "Relu", inputs: ["x"], outputs: ["y"] },
    { operator: "Flatten", inputs: ["x"], outputs: ["flat"], attributes: [integerAttribute("axis", 0)] },
  ];
  const bytes = buildModel({ nodes });
  const batch = new Float32Array(48);

  it("of a value that does not exist or has no batch axis", async () => {
    await expect(openInstrumentedSession(bytes, ["y"], { masks: ["fc"] })).rejects.toThrow(
      /^fc: no such checkpoint/,
    );
    const fixed = buildModel({
      nodes: [{ operator: "Transpose", inputs: ["x"], outputs: ["turned"] }, nodes[0]],
      inputs: [valueInfo("x", [2, 3, 4, 4])],
      outputs: [valueInfo("y", [2, 3, 4, 4])],
    });
    const opening = openInstrumentedSession(fixed, ["y"], { masks: ["turned"] });
    await expect(opening).rejects.toThrow(UnsupportedModelError);
    await expect(opening).rejects.toThrow(/^turned: cannot be masked/);
  });

  it("of a mask of the wrong length or of a value not opened for it", async () => {
    await withSession(bytes, ["y"], { masks: ["y"] }, async (session) => {
      const short = session.run(batch, 1, new Map([["y", new Float32Array(47)]]));
      await expect(short).rejects.toThrow(ShapeError);
      await expect(short).rejects.toThrow("The mask of y holds 47 numbers; its shape [3,4,4] has 48.");
      const other = session.run(batch, 1, new Map([["flat", new Float32Array(48)]]));
      await expect(other).rejects.toThrow("flat: has a mask, but the session was opened to mask y.");
    });
  });
});
