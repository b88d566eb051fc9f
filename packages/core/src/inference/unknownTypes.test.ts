import { describe, expect, it } from "vitest";
import { fieldFile } from "../../../../tests/golden/fieldCases.js";
import {
  buildModel,
  bytesField,
  integerAttribute,
  integerField,
  join,
  node,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { UnsupportedModelError } from "../errors.js";
import { describeCheckpoints } from "../onnx/describeCheckpoints.js";
import { readModel } from "../onnx/model.js";
import { inferElementTypes } from "../onnx/valueTypes.js";
import { openInstrumentedSession } from "./instrumentedSession.js";
import { openReadable } from "./openReadable.js";
import { probeNetwork } from "./probeNetwork.js";
import { openSession } from "./session.js";

const HALF = 10;
const MINE = "lab.example";
const shape = ["n", 3, 4, 4] as const;

/** A network whose middle is a function of the file: y = Relu(twice(x)), of float32 or half precision. */
function withFunction(opset: number, type: number): Uint8Array {
  const body = [
    bytesField(1, "Twice"),
    bytesField(4, "a"),
    bytesField(5, "b"),
    bytesField(7, node({ operator: "Add", inputs: ["a", "a"], outputs: ["b"] })),
    bytesField(9, integerField(2, opset)),
    bytesField(10, MINE),
  ];
  return buildModel({
    opset,
    nodes: [
      { operator: "Twice", domain: MINE, inputs: ["x"], outputs: ["doubled"] },
      { operator: "Relu", inputs: ["doubled"], outputs: ["y"] },
    ],
    inputs: [valueInfo("x", shape, type)],
    outputs: [valueInfo("y", shape, type)],
    moreInModel: [bytesField(8, [bytesField(1, MINE), integerField(2, 1)]), bytesField(25, body)],
  });
}

/** Values of kinds that are no tensors, and of a branch, whose types the file does not tell. */
const sequences = buildModel({
  nodes: [
    { operator: "SequenceConstruct", inputs: ["x", "x"], outputs: ["sequence"] },
    {
      operator: "ConcatFromSequence",
      inputs: ["sequence"],
      outputs: ["joined"],
      attributes: [integerAttribute("axis", 1)],
    },
    { operator: "Optional", inputs: ["joined"], outputs: ["optional"] },
    { operator: "OptionalGetElement", inputs: ["optional"], outputs: ["element"] },
    {
      operator: "If",
      inputs: ["true"],
      outputs: ["branch"],
      attributes: ["then_branch", "else_branch"].map(branch),
    },
    { operator: "Relu", inputs: ["branch"], outputs: ["y"] },
  ],
  initialisers: [tensor("true", [1], Uint8Array.of(1), 9)],
  outputs: [valueInfo("y", ["n", 6, 4, 4])],
});

function branch(name: string): Uint8Array {
  const graph = [
    bytesField(1, node({ operator: "Neg", inputs: ["element"], outputs: [`${name} out`] })),
    bytesField(2, name),
    bytesField(12, valueInfo(`${name} out`, ["n", 6, 4, 4])),
  ];
  return join([bytesField(1, name), bytesField(6, graph), integerField(20, 5)]);
}

const checkpointsOf = async (bytes: Uint8Array) => {
  const model = readModel(bytes);
  return describeCheckpoints(model, (await probeNetwork(model)).shapes);
};

describe("values whose type the file does not tell", () => {
  it("are checkpoints where the runtime knows them as activations: behind an operator of another domain", async () => {
    const bytes = fieldFile("fused_unknown_type/model.onnx");
    expect(inferElementTypes(readModel(bytes).graph).has("fused1")).toBe(false);
    const checkpoints = await checkpointsOf(bytes);
    expect(checkpoints.map(({ tensor: name }) => name)).toEqual(["fused1", "gap", "flat", "output"]);
    expect(checkpoints[0]).toMatchObject({ shape: [8, 16, 16], suggested: true, note: null });
    const mask = new Float32Array(8 * 16 * 16);
    const session = await openInstrumentedSession(bytes, ["fused1", "output"], { masks: ["fused1"] });
    const image = Float32Array.from({ length: 3 * 16 * 16 }, (_, i) => Math.sin(i));
    const plain = await session.run(image, 1);
    const masked = await session.run(image, 1, new Map([["fused1", mask]]));
    await session.close();
    expect(plain.get("fused1")!.some((value) => value !== 0)).toBe(true);
    expect(masked.get("fused1")!.every((value) => value === 0)).toBe(true);
    expect(masked.get("output")).not.toEqual(plain.get("output"));
  });

  it.each([
    [14, 1],
    [17, 1],
    [17, HALF],
  ])("behind a function of the file, masked too (opset %i, type %i)", async (opset, type) => {
    const bytes = withFunction(opset, type);
    const checkpoints = await checkpointsOf(bytes);
    expect(checkpoints.map(({ tensor: name }) => name)).toEqual(["doubled", "y"]);
    const session = await openInstrumentedSession(bytes, ["doubled", "y"], { masks: ["doubled"] });
    const image = Float32Array.from({ length: 48 }, (_, i) => i / 8);
    const mask = Float32Array.from({ length: 48 }, (_, i) => i % 2);
    const found = await session.run(image, 1, new Map([["doubled", mask]]));
    await session.close();
    // Eighths are exact in half precision.
    const expected = image.map((value, i) => 2 * value * (mask[i] ?? 0));
    expect([...found.values()]).toEqual([expected, expected]);
  });

  it("are left out where they are sequences or optional, and read behind these and behind branches", async () => {
    expect((await checkpointsOf(sequences)).map(({ tensor: name }) => name)).toEqual([
      "joined",
      "element",
      "branch",
      "y",
    ]);
  });

  it("do not refuse the network where the runtime refuses one of them as an output", async () => {
    const model = readModel(sequences);
    const tensors = ["sequence", "joined", "optional", "element", "branch", "y"];
    const refused = new Set(["sequence", "element"]);
    const open = (opened: typeof model, exposed: readonly string[]) => {
      const bad = exposed.find((name) => refused.has(name));
      if (bad !== undefined) throw new UnsupportedModelError(`${bad} cannot be an output`);
      return openSession(opened, exposed);
    };
    const { session, exposed } = await openReadable(model, tensors, async (...args) => open(...args));
    expect(exposed).toEqual(["joined", "optional", "branch", "y"]);
    expect(session.isReadable("branch")).toBe(true);
    await session.close();
    // What does not open without them is refused for its own reason.
    refused.add("y");
    await expect(openReadable(model, tensors, async (...args) => open(...args))).rejects.toThrow(
      "y cannot be an output",
    );
  });
});
