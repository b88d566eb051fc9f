import { describe, expect, it } from "vitest";
import { goldenFloats, goldenModel, goldenNetworks, sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  bytesField,
  integerAttribute,
  integerField,
  join,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { OnnxFormatError, RunSpecError, ShapeError, UnsupportedModelError } from "../errors.js";
import { listCheckpoints } from "../onnx/checkpoints.js";
import { readModel } from "../onnx/model.js";
import { encodeFloat16 } from "./float16.js";
import {
  type InstrumentedSession,
  ONNX_RUNTIME_VERSION,
  openInstrumentedSession,
} from "./instrumentedSession.js";

const GOLDEN_IMAGES = 4;
const images = goldenFloats("input_4x3x32x32.bin");

/** Largest difference, relative to values above 1. */
function distance(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++)
    largest = Math.max(largest, Math.abs(a[i] - b[i]) / Math.max(1, Math.abs(b[i])));
  return largest;
}

async function withSession<T>(
  model: Uint8Array,
  tensors: readonly string[],
  use: (session: InstrumentedSession) => Promise<T>,
): Promise<T> {
  const session = await openInstrumentedSession(model, tensors);
  try {
    return await use(session);
  } finally {
    await session.close();
  }
}

/** A picture-like batch without randomness. */
function waves(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * 0.37) + Math.cos(i * 0.011));
}

describe("activations", () => {
  it.each(goldenNetworks)("are torch's at every checkpoint of $file", async ({ file, checkpoints }) => {
    const tensors = checkpoints.map((checkpoint) => checkpoint.tensor);
    const found = await withSession(goldenModel(file), tensors, (session) =>
      session.run(images, GOLDEN_IMAGES),
    );
    expect([...found.keys()]).toEqual(tensors);
    for (const { tensor: name, file: expected } of checkpoints) {
      // The reference's own agreement with another runtime is 1e-5, its stated tolerance 1e-4.
      expect(distance(found.get(name)!, goldenFloats(expected)), name).toBeLessThan(1e-4);
    }
  });

  it("of one value are the same when all values are read", async () => {
    const bytes = goldenModel("tinycnn_b.onnx");
    const all = listCheckpoints(readModel(bytes)).map((checkpoint) => checkpoint.tensor);
    const whole = await withSession(bytes, all, (session) => session.run(images, GOLDEN_IMAGES));
    for (const name of all) {
      const alone = await withSession(bytes, [name], (session) => session.run(images, GOLDEN_IMAGES));
      // Reading a value keeps the runtime from fusing across it, which moves the last bits.
      expect(distance(alone.get(name)!, whole.get(name)!), name).toBeLessThan(1e-5);
    }
  });

  it("of five images are those of each image alone", async () => {
    const tensors = ["/maxpool/MaxPool_output_0", "/layer4/layer4.1/relu_1/Relu_output_0", "logits"];
    await withSession(sampleModel("resnet18-plain.onnx"), tensors, async (session) => {
      expect(session.inputShape).toEqual([-1, 3, 64, 64]);
      const size = 3 * 64 * 64;
      const batch = waves(5 * size);
      const together = await session.run(batch, 5);
      for (let image = 0; image < 5; image++) {
        const alone = await session.run(batch.subarray(image * size, (image + 1) * size), 1);
        for (const name of tensors) {
          const units = alone.get(name)!.length;
          const part = together.get(name)!.subarray(image * units, (image + 1) * units);
          // Matrix products are summed in another order in a larger batch: a few units of the last place.
          expect(distance(part, alone.get(name)!), name).toBeLessThan(1e-5);
        }
      }
    });
  });

  it("belong to the caller: a later run does not change them", async () => {
    await withSession(goldenModel("tinycnn_a_bn.onnx"), ["logits"], async (session) => {
      const first = (await session.run(images, GOLDEN_IMAGES)).get("logits")!;
      const copy = first.slice();
      await session.run(waves(images.length), GOLDEN_IMAGES);
      expect(first).toEqual(copy);
    });
  });

  it("come from shared memory and from the middle of an array as well", async () => {
    const shared = new Float32Array(new SharedArrayBuffer(images.byteLength + 4), 4);
    shared.set(images);
    await withSession(goldenModel("tinycnn_a_bn.onnx"), ["logits"], async (session) => {
      const plain = await session.run(images, GOLDEN_IMAGES);
      expect((await session.run(shared, GOLDEN_IMAGES)).get("logits")).toEqual(plain.get("logits"));
    });
  });
});

describe("a network with a fixed batch size", () => {
  const relu = { operator: "Relu", inputs: ["x"], outputs: ["y"] };
  const fixed = (size: number) =>
    buildModel({
      nodes: [relu],
      inputs: [valueInfo("x", [size, 3, 4, 4])],
      outputs: [valueInfo("y", [size, 3, 4, 4])],
    });

  it.each([1, 2, 3, 5, 8])("of %i runs five images", async (size) => {
    const batch = waves(5 * 48);
    await withSession(fixed(size), ["y"], async (session) => {
      expect(session.inputShape).toEqual([size, 3, 4, 4]);
      const result = await session.run(batch, 5);
      expect(result.get("y")).toEqual(batch.map((value) => Math.max(value, 0)));
    });
  });
});

describe("a half-precision network", () => {
  it("takes and gives single precision", async () => {
    const half = (name: string) => valueInfo(name, ["n", 3, 4, 4], 10);
    const bytes = buildModel({
      nodes: [
        { operator: "Add", inputs: ["x", "b"], outputs: ["sum"] },
        { operator: "Relu", inputs: ["sum"], outputs: ["y"] },
      ],
      inputs: [half("x")],
      outputs: [half("y")],
      initialisers: [tensor("b", [1], new Uint8Array(encodeFloat16(Float32Array.of(-0.5)).buffer), 10)],
    });
    const batch = waves(2 * 48);
    const result = await withSession(bytes, ["sum", "y"], (session) => session.run(batch, 2));
    // Two roundings to 11 bits of values below 4.
    expect(
      distance(
        result.get("sum")!,
        batch.map((value) => value - 0.5),
      ),
    ).toBeLessThan(4 * 2 ** -11);
    expect(result.get("y")).toEqual(result.get("sum")!.map((value) => Math.max(value, 0)));
  });
});

describe("refusals", () => {
  const sum = { operator: "Relu", inputs: ["x"], outputs: ["y"] };

  it("of a checkpoint that does not exist name those there are", async () => {
    const opening = openInstrumentedSession(sampleModel("resnet18-plain.onnx"), ["layer9"]);
    await expect(opening).rejects.toThrow(RunSpecError);
    await expect(opening).rejects.toThrow(/^layer9: no such checkpoint; there are maxpool, layer1, layer2, /);
  });

  it("of no checkpoint and of a thread count that is none", async () => {
    await expect(openInstrumentedSession(buildModel({ nodes: [sum] }), [])).rejects.toThrow(
      /No checkpoint is given/,
    );
    const opening = openInstrumentedSession(buildModel({ nodes: [sum] }), ["y"], { intraOpThreads: 0 });
    await expect(opening).rejects.toThrow(/intraOpThreads is 0/);
  });

  it("of bytes that are no model", async () => {
    await expect(openInstrumentedSession(new Uint8Array(), ["y"])).rejects.toThrow(OnnxFormatError);
  });

  it("of values whose type only the runtime can tell", async () => {
    const branch = (name: string) =>
      join([
        bytesField(1, name),
        bytesField(6, [
          bytesField(1, [bytesField(1, "x"), bytesField(2, `best ${name}`), bytesField(4, "ArgMax")]),
          bytesField(2, name),
          bytesField(12, valueInfo(`best ${name}`, ["n", 1, 4, 4], 7)),
        ]),
        integerField(20, 5),
      ]);
    const choose = {
      operator: "If",
      inputs: ["flag"],
      outputs: ["best"],
      attributes: [branch("then_branch"), branch("else_branch")],
    };
    const flag = tensor("flag", [], Uint8Array.of(1), 9);
    const bytes = buildModel({ nodes: [choose, sum], initialisers: [flag] });
    const opening = openInstrumentedSession(bytes, ["best"]);
    await expect(opening).rejects.toThrow(UnsupportedModelError);
    await expect(opening).rejects.toThrow(/best: cannot be a checkpoint, since it is int64/);
  });

  it("of a value without a batch axis say its shape", async () => {
    const flatten = {
      operator: "Flatten",
      inputs: ["x"],
      outputs: ["flat"],
      attributes: [integerAttribute("axis", 0)],
    };
    await withSession(buildModel({ nodes: [sum, flatten] }), ["flat"], async (session) => {
      await expect(session.run(waves(96), 2)).rejects.toThrow(
        /flat: cannot be a checkpoint, since its shape for 2 images is \[1,96\]/,
      );
    });
  });

  it("of an operator the runtime does not know name it", async () => {
    const bytes = buildModel({ nodes: [{ operator: "NoSuchThing", inputs: ["x"], outputs: ["y"] }] });
    const opening = openInstrumentedSession(bytes, ["y"]);
    await expect(opening).rejects.toThrow(UnsupportedModelError);
    await expect(opening).rejects.toThrow(/NoSuchThing/);
  });

  it("of a batch of the wrong length say what is right", async () => {
    await withSession(buildModel({ nodes: [sum] }), ["y"], async (session) => {
      await expect(session.run(waves(47), 1)).rejects.toThrow(ShapeError);
      await expect(session.run(waves(47), 1)).rejects.toThrow("holds 47 numbers; 1 images of [3,4,4] are 48");
      await expect(session.run(waves(0), 0)).rejects.toThrow(/batch size is 0/);
    });
  });

  it("of a closed session", async () => {
    const session = await openInstrumentedSession(buildModel({ nodes: [sum] }), ["y"]);
    await session.close();
    await session.close();
    await expect(session.run(waves(48), 1)).rejects.toThrow(/closed/);
  });
});

it("tells the version of the runtime", () => {
  expect(ONNX_RUNTIME_VERSION).toMatch(/^\d+\.\d+\.\d+$/);
});
