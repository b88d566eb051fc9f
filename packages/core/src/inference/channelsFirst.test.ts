import { describe, expect, it } from "vitest";
import { TWIN_MAPS, twinNet, twinShape } from "../../../../tests/golden/channelsLastNet.js";
import { integerAttribute, tensor } from "../../../../tests/golden/onnxBuilder.js";
import { TINY_SIDE, TINY_WIDTH, tinyImages, tinyNet } from "../../../../tests/golden/tinyNets.js";
import { cutSegment } from "../onnx/cutSegment.js";
import { describeCheckpoints } from "../onnx/describeCheckpoints.js";
import { readModel } from "../onnx/model.js";
import { openInstrumentedSession } from "./instrumentedSession.js";
import { openMaskedNetwork } from "./maskedNetwork.js";
import type { MaskValues } from "./maskFeeds.js";
import { probeNetwork } from "./probeNetwork.js";

const COUNT = 3;
const images = tinyImages(COUNT);
const first = readModel(twinNet("NCHW"));
const last = readModel(twinNet("NHWC"));
/** The two networks sum the same few numbers, of size 1 to 100, in another order. */
const ROUNDING = 1e-5;

/** Shares of units, another one in each, so that no two axes can be exchanged unnoticed. */
function maskOf(name: (typeof TWIN_MAPS)[number]): Float32Array {
  const units = twinShape(name).reduce((product, axis) => product * axis, 1);
  return Float32Array.from({ length: units }, (_, i) => ((i * 37) % units) / units);
}

async function activations(model: typeof first, tensors: readonly string[], masks: MaskValues = new Map()) {
  const session = await openInstrumentedSession(model, tensors, { masks: [...masks.keys()] });
  try {
    return { values: await session.run(images, COUNT, masks), maskShapes: session.maskShapes };
  } finally {
    await session.close();
  }
}

function expectClose(found: Float32Array | undefined, expected: Float32Array | undefined): void {
  const scale = Math.max(...(expected ?? []).map(Math.abs));
  expect(scale).toBeGreaterThan(0);
  expect(found?.length).toBe(expected?.length);
  expect(Math.max(...(found ?? []).map((x, i) => Math.abs(x - (expected?.[i] ?? NaN))))).toBeLessThan(
    ROUNDING * scale,
  );
}

describe("a network that holds its maps with the channels last", () => {
  it("offers the shapes, names and suggestions of its twin", async () => {
    const [ofLast, ofFirst] = await Promise.all(
      [last, first].map(async (model) => describeCheckpoints(model, (await probeNetwork(model)).shapes)),
    );
    for (const name of TWIN_MAPS) {
      const found = ofLast?.find(({ tensor }) => tensor === name);
      expect(found?.shape).toEqual(twinShape(name));
      expect(found).toEqual(
        ofFirst?.find(({ tensor }) => tensor === name) && { ...found, shape: twinShape(name), note: null },
      );
    }
    expect(ofLast?.every(({ note }) => note === null)).toBe(true);
    const mapsOf = (checkpoints: typeof ofLast) =>
      checkpoints
        ?.filter(({ suggested, shape }) => suggested && shape.length === 3)
        .map(({ shape }) => shape.join());
    expect(mapsOf(ofLast)).toEqual(mapsOf(ofFirst));
  });

  it("gives the activations of its twin", async () => {
    const tensors = [...TWIN_MAPS, "y"];
    const [found, expected] = [await activations(last, tensors), await activations(first, tensors)];
    for (const name of tensors) expectClose(found.values.get(name), expected.values.get(name));
  });

  it.each(TWIN_MAPS)("masked at %s, answers as its twin", async (name) => {
    const masks = new Map([[name, maskOf(name)]]);
    const [found, expected] = [
      await activations(last, [name, "y"], masks),
      await activations(first, [name, "y"], masks),
    ];
    expect(found.maskShapes.get(name)).toEqual(twinShape(name));
    expectClose(found.values.get(name), expected.values.get(name));
    expectClose(found.values.get("y"), expected.values.get("y"));
  });

  it("is tested under masks of several maps as its twin, split in two", async () => {
    const variants = [
      new Map(),
      new Map([["pool", maskOf("pool")]]),
      new Map([
        ["relu1", maskOf("relu1")],
        ["relu2", maskOf("relu2")],
      ]),
    ];
    const maskShapes = new Map((["relu1", "pool", "relu2"] as const).map((name) => [name, twinShape(name)]));
    const answers = async (model: typeof first) => {
      const network = await openMaskedNetwork(model, { maskShapes, output: "y" });
      try {
        expect(network.isSplit).toBe(true);
        const all: Float32Array[] = [];
        for await (const rows of network.predict(images, COUNT, variants)) all.push(rows.slice());
        return all;
      } finally {
        await network.close();
      }
    };
    const [found, expected] = [await answers(last), await answers(first)];
    for (const [i, rows] of expected.entries()) expectClose(found[i], rows);
  });

  it.each(["relu1", "pool"] as const)("is cut behind %s into the same piece", async (from) => {
    const [channels] = twinShape(from);
    const piece = { from, to: "relu2", channels: channels ?? 0, height: 12, width: 10, imageChannel: 1 };
    const length = 3 * 12 * 10;
    const results = await Promise.all(
      [last, first].map(async (model) => {
        const session = await openInstrumentedSession(cutSegment(model, piece), ["conv2", "relu2"]);
        try {
          return await session.run(images.subarray(0, length), 1);
        } finally {
          await session.close();
        }
      }),
    );
    for (const name of ["conv2", "relu2"]) expectClose(results[0]?.get(name), results[1]?.get(name));
  });
});

describe("a value whose order of axes is not known", () => {
  const net = tinyNet({
    nodes: [
      { operator: "Reshape", inputs: ["relu", "heads"], outputs: ["split"], name: "split heads" },
      { operator: "Relu", inputs: ["split"], outputs: ["kept"], name: "kept" },
      { operator: "Reshape", inputs: ["kept", "back"], outputs: ["mid"], name: "back" },
    ],
    initialisers: [
      ["heads", [0, TINY_WIDTH / 2, TINY_SIDE, 2 * TINY_SIDE]],
      ["back", [0, TINY_WIDTH, TINY_SIDE, TINY_SIDE]],
    ].map(([name, dims]) =>
      tensor(
        name as string,
        [4],
        new Uint8Array(BigInt64Array.from((dims as number[]).map(BigInt)).buffer),
        7,
      ),
    ),
  });

  it("is offered as it is, never suggested, and says why", async () => {
    const model = readModel(net);
    const checkpoints = describeCheckpoints(model, (await probeNetwork(model)).shapes);
    const kept = checkpoints.find(({ tensor }) => tensor === "kept");
    expect(kept).toMatchObject({ shape: [TINY_WIDTH / 2, TINY_SIDE, 2 * TINY_SIDE], suggested: false });
    expect(kept?.note).toBe(
      'the order of its axes is not known behind node "split heads" (Reshape); they are as in the network',
    );
    // What a pooling layer reads is known again.
    expect(checkpoints.find(({ tensor }) => tensor === "mid")?.note).toBeNull();
  });

  it("can be read and masked all the same", async () => {
    const masks = new Map([["kept", new Float32Array(TINY_WIDTH * TINY_SIDE ** 2)]]);
    const { values } = await activations(readModel(net), ["kept", "y"], masks);
    expect(values.get("kept")?.every((value) => value === 0)).toBe(true);
  });
});

it("exports a map that is a graph output with its channels last", async () => {
  const net = tinyNet({
    nodes: [
      {
        operator: "Transpose",
        inputs: ["relu"],
        outputs: ["turned"],
        attributes: [integerAttribute("perm", [0, 2, 3, 1])],
      },
      { operator: "Identity", inputs: ["relu"], outputs: ["mid"] },
    ],
  });
  const { values } = await activations(readModel(net), ["relu", "turned"]);
  expect(values.get("turned")).toEqual(values.get("relu"));
});
