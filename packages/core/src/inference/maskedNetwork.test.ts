import { describe, expect, it } from "vitest";
import {
  buildVariant,
  type ExporterVariant,
  VARIANT_SIZE,
} from "../../../../tests/golden/exporterVariants.js";
import { fieldFile } from "../../../../tests/golden/fieldCases.js";
import {
  buildFormulaNet,
  formulaCheckpoints,
  formulaInput,
  formulaMask,
  formulaReference,
} from "../../../../tests/golden/formulaNets.js";
import { goldenFloats, goldenModel, goldenNetworks, sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  integerAttribute,
  type NodeParts,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { dynamicallyQuantisedNet, tinyImages } from "../../../../tests/golden/tinyNets.js";
import { ShapeError, UnsupportedModelError } from "../errors.js";
import { openInstrumentedSession } from "./instrumentedSession.js";
import { type MaskedNetwork, openMaskedNetwork } from "./maskedNetwork.js";
import type { MaskValues } from "./maskFeeds.js";
import { probeNetwork } from "./probeNetwork.js";

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

function pattern(units: number, phase: number): Float32Array {
  return Float32Array.from({ length: units }, (_, i) => ((i * 7 + phase * 3) % 19) / 12);
}

function unitsOf(shape: readonly number[]): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

async function withNetwork<T>(
  model: Uint8Array,
  maskShapes: ReadonlyMap<string, readonly number[]>,
  output: string,
  use: (network: MaskedNetwork) => Promise<T>,
): Promise<T> {
  const network = await openMaskedNetwork(model, { maskShapes, output });
  try {
    return await use(network);
  } finally {
    await network.close();
  }
}

/** The same by one session of the whole network. */
async function whole(
  model: Uint8Array,
  output: string,
  batch: Float32Array,
  count: number,
  variants: readonly MaskValues[],
  masks: readonly string[],
): Promise<Float32Array[]> {
  const session = await openInstrumentedSession(model, [output], { masks });
  try {
    const results: Float32Array[] = [];
    for (const variant of variants) {
      results.push((await session.run(batch, count, variant)).get(output) as Float32Array);
    }
    return results;
  } finally {
    await session.close();
  }
}

async function all(
  network: MaskedNetwork,
  batch: Float32Array,
  count: number,
  variants: readonly MaskValues[],
) {
  const results: Float32Array[] = [];
  for await (const result of network.predict(batch, count, variants)) results.push(result);
  return results;
}

describe.each(goldenNetworks)("$file in head and tail", ({ file, checkpoints, maskedRuns, outputName }) => {
  const model = goldenModel(file);
  const shapeOf = (tensor: string) => checkpoints.find((c) => c.tensor === tensor)?.shape ?? [];

  it("has torch's masked logits", async () => {
    for (const run of maskedRuns) {
      const shapes = new Map([[run.tensor, shapeOf(run.tensor)]]);
      await withNetwork(model, shapes, outputName, async (network) => {
        expect(network.isSplit).toBe(true);
        const variants = [new Map([[run.tensor, goldenFloats(run.mask)]])];
        const [logits] = await all(network, images, GOLDEN_IMAGES, variants);
        // The reference's own agreement with another runtime.
        expect(distance(logits, run.logits.flat())).toBeLessThan(1e-5);
      });
    }
  });

  it("has the logits of the whole network under masks of all checkpoints together", async () => {
    const masked = checkpoints.filter(({ tensor }) => tensor !== outputName);
    const shapes = new Map(masked.map(({ tensor, shape }) => [tensor, shape]));
    const variants = [1, 2, 3].map(
      (phase) => new Map(masked.map(({ tensor, shape }) => [tensor, pattern(unitsOf(shape), phase)])),
    );
    const expected = await whole(model, outputName, images, GOLDEN_IMAGES, variants, [...shapes.keys()]);
    await withNetwork(model, shapes, outputName, async (network) => {
      const found = await all(network, images, GOLDEN_IMAGES, variants);
      // The same operators in other kernels: a few roundings.
      for (const [i, logits] of found.entries()) expect(distance(logits, expected[i])).toBeLessThan(1e-6);
    });
  });
});

describe("ways of writing a network", () => {
  const plain: ExporterVariant = {
    opset: 13,
    batch: "free",
    parameters: "stored",
    names: "torch",
    flatten: "Flatten",
    end: "nothing",
    half: "nowhere",
  };
  const variants: readonly (readonly [string, Partial<ExporterVariant>])[] = [
    ["stored tensors", {}],
    ["Constant nodes", { parameters: "constants" }],
    ["stored tensors that are inputs", { opset: 9, parameters: "stored and inputs" }],
    ["shape arithmetic", { flatten: "Reshape by Shape" }],
    ["a fixed batch", { batch: 2 }],
    ["half precision inside", { half: "inside" }],
    ["half precision", { half: "everywhere" }],
  ];

  it.each(variants)("%s: head and tail compute what the whole does", async (_, changes) => {
    const { bytes, values } = buildVariant({ ...plain, ...changes });
    const tensor = values.get("grouped") as string;
    const shape = [6, VARIANT_SIZE, VARIANT_SIZE];
    const batch = Float32Array.from({ length: 3 * 3 * VARIANT_SIZE ** 2 }, (_x, i) => Math.sin(i * 0.37));
    const masks = [new Map<string, Float32Array>(), new Map([[tensor, pattern(unitsOf(shape), 1)]])];
    const expected = await whole(bytes, "y", batch, 3, masks, [tensor]);
    await withNetwork(bytes, new Map([[tensor, shape]]), "y", async (network) => {
      expect(network.isSplit).toBe(true);
      const found = await all(network, batch, 3, masks);
      // Half precision rounds to 11 bits.
      const tolerance = changes.half ? 2e-3 : 1e-6;
      for (const [i, logits] of found.entries())
        expect(distance(logits, expected[i])).toBeLessThan(tolerance);
      expect(found[0]).not.toEqual(found[1]);
    });
  });
});

describe("one pair of sessions", () => {
  const early = "/layer1/layer1.1/relu_1/Relu_output_0";
  const later = "/layer2/layer2.1/relu_1/Relu_output_0";
  const shapes = new Map([
    [early, [16, 16, 16]],
    [later, [32, 8, 8]],
  ]);
  const batch = Float32Array.from(
    { length: 2 * 3 * 64 * 64 },
    (_, i) => Math.sin(i * 0.37) + Math.cos(i * 0.011),
  );
  const resnet = sampleModel("resnet18-plain.onnx");

  it("serves seventeen masks, whose arrays are used again", async () => {
    const buffers = new Map([...shapes].map(([tensor, shape]) => [tensor, new Float32Array(unitsOf(shape))]));
    function* variants() {
      for (let phase = 0; phase < 17; phase++) {
        for (const values of buffers.values()) values.set(pattern(values.length, phase));
        yield buffers;
      }
    }
    const own = Array.from(
      { length: 17 },
      (_, phase) => new Map([...shapes].map(([tensor, shape]) => [tensor, pattern(unitsOf(shape), phase)])),
    );
    const expected = await whole(resnet, "logits", batch, 2, own, [...shapes.keys()]);
    await withNetwork(resnet, shapes, "logits", async (network) => {
      expect(network.isSplit).toBe(true);
      let variant = 0;
      for await (const logits of network.predict(batch, 2, variants())) {
        expect(distance(logits, expected[variant++])).toBeLessThan(1e-5);
      }
      expect(variant).toBe(17);
    });
  });

  it("gives the same bits for no mask and for ones", async () => {
    await withNetwork(resnet, shapes, "logits", async (network) => {
      const ones = new Map(
        [...shapes].map(([tensor, shape]) => [tensor, new Float32Array(unitsOf(shape)).fill(1)]),
      );
      const [none, byOnes] = await all(network, batch, 2, [new Map(), ones]);
      expect(byOnes).toEqual(none);
    });
  });
});

describe("a network of full size in head and tail", () => {
  it("has torch's masked logits", async () => {
    const reference = formulaReference("resnet18");
    const values = formulaCheckpoints("resnet18", "folded");
    const runs = reference.masked_runs.map((run) => ({
      ...run,
      tensor: values.get(run.checkpoint) as string,
      shape: run.masked_output.shape,
    }));
    const shapes = new Map(runs.map(({ tensor, shape }) => [tensor, shape]));
    await withNetwork(buildFormulaNet("resnet18", "folded"), shapes, "output", async (network) => {
      expect(network.isSplit).toBe(true);
      const variants = runs.map(
        ({ tensor, shape, mask_stream }) => new Map([[tensor, formulaMask(unitsOf(shape), mask_stream)]]),
      );
      const found = await all(network, formulaInput(), 1, variants);
      for (const [i, { logits }] of runs.entries()) {
        // Stated agreement of the reference: share of the logits' standard deviation.
        const worst = Math.max(...logits.map((value, k) => Math.abs(found[i][k] - value)));
        expect(worst).toBeLessThan(1e-3 * reference.checkpoints.fc.std);
      }
    });
  });
});

describe("a network that cannot be split", () => {
  const batch = Float32Array.from({ length: 2 * 48 }, (_, i) => Math.sin(i));
  const flat = (input: string, output: string): NodeParts => ({
    operator: "Flatten",
    inputs: [input],
    outputs: [output],
    attributes: [integerAttribute("axis", 1)],
  });
  const around = buildModel({
    nodes: [
      { operator: "Relu", inputs: ["x"], outputs: ["a"] },
      { operator: "Add", inputs: ["a", "x"], outputs: ["sum"] },
      flat("sum", "y"),
    ],
    outputs: [valueInfo("y", ["n", 48])],
  });

  it("is computed as a whole", async () => {
    const half = new Float32Array(48).fill(0.5);
    await withNetwork(around, new Map([["a", [3, 4, 4]]]), "y", async (network) => {
      expect(network.isSplit).toBe(false);
      const [masked] = await all(network, batch, 2, [new Map([["a", half]])]);
      expect(masked).toEqual(batch.map((value) => Math.fround(Math.max(value, 0) / 2 + value)));
    });
  });

  it("refuses a batch of another length, and an output that is no vector", async () => {
    await withNetwork(around, new Map([["a", [3, 4, 4]]]), "y", async (network) => {
      await expect(all(network, batch, 3, [new Map()])).rejects.toThrow(ShapeError);
    });
    await withNetwork(around, new Map([["a", [3, 4, 4]]]), "sum", async (network) => {
      await expect(all(network, batch, 2, [new Map()])).rejects.toThrow(UnsupportedModelError);
    });
  });
});

it("never gives two images at once to a network that does not take them, nor to find out shapes", async () => {
  const network = await openMaskedNetwork(fieldFile("reshape1/model.onnx"), {
    maskShapes: new Map([["relu_1", await shapeOf("relu_1")]]),
    output: "output",
    oneAtATime: true,
  });
  try {
    expect(network.isSplit).toBe(true);
    const image = new Float32Array(3 * 16 * 16).fill(0.5);
    const answers: Float32Array[] = [];
    for await (const rows of network.predict(image, 1, [new Map()])) answers.push(rows);
    expect(answers[0]).toHaveLength(4);
  } finally {
    await network.close();
  }
});

it("fills a batch of fixed size up with the last image, which so stands for itself alone", async () => {
  const model = dynamicallyQuantisedNet(4);
  const maskShapes = new Map([["relu", [4, 16, 16]]]);
  const image = tinyImages(3).subarray(2 * 3 * 16 * 16);
  const alone = await withNetwork(dynamicallyQuantisedNet(1), maskShapes, "y", (network) =>
    first(network, image),
  );
  const filled = await withNetwork(model, maskShapes, "y", (network) => first(network, image));
  expect(filled).toEqual(alone);
});

async function shapeOf(tensor: string): Promise<readonly number[]> {
  return (await probeNetwork(fieldFile("reshape1/model.onnx"))).shapes.get(tensor) ?? [];
}

async function first(network: MaskedNetwork, image: Float32Array): Promise<Float32Array> {
  for await (const rows of network.predict(image, 1, [new Map()])) return rows.slice();
  throw new Error("There is no answer.");
}
