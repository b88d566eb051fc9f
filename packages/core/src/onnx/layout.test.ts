import { describe, expect, it } from "vitest";
import {
  buildModel,
  integerAttribute,
  type NodeParts,
  tensor,
} from "../../../../tests/golden/onnxBuilder.js";
import { fromChannelsFirst, inferLayouts, toChannelsFirst } from "./layout.js";
import { readModel } from "./model.js";

const turn = (from: string, to: string, perm = [0, 2, 3, 1]): NodeParts => ({
  operator: "Transpose",
  inputs: [from],
  outputs: [to],
  attributes: [integerAttribute("perm", perm)],
});
const op = (
  operator: string,
  inputs: readonly string[],
  output: string,
  ...attributes: Uint8Array[]
): NodeParts => ({
  operator,
  inputs,
  outputs: [output],
  attributes,
});
const INT64 = 7;
const STORED = [
  tensor("w", [3, 3, 1, 1]),
  tensor("bias", [3]),
  tensor("dense", [3, 3]),
  tensor("five axes", [1, 1, 1, 1, 3]),
  tensor("positions", [2], new Uint8Array(BigInt64Array.of(0n, 2n).buffer), INT64),
  tensor("position", [], new Uint8Array(BigInt64Array.of(0n).buffer), INT64),
  tensor("shape", [4], new Uint8Array(BigInt64Array.of(0n, 4n, 4n, 3n).buffer), INT64),
  tensor("last axes", [2], new Uint8Array(BigInt64Array.of(2n, 3n).buffer), INT64),
];

/** The layout of `y` behind some nodes; null where it is not known. */
function layoutOf(nodes: readonly NodeParts[], value = "y"): string | null {
  const { graph } = readModel(buildModel({ nodes, initialisers: STORED }));
  const { known, lost } = inferLayouts(graph);
  expect(known.has(value)).toBe(!lost.has(value));
  return known.get(value) ?? null;
}

describe("inferLayouts, forward", () => {
  it("follows transpositions", () => {
    expect(layoutOf([turn("x", "y")])).toBe("NHWC");
    expect(layoutOf([turn("x", "a"), turn("a", "y", [0, 3, 1, 2])])).toBe("NCHW");
    expect(layoutOf([turn("x", "a"), turn("a", "y")])).toBe("NWCH");
    expect(layoutOf([op("Transpose", ["x"], "y")])).toBeNull();
  });

  it.each([
    ["Relu", [] as string[]],
    ["QuantizeLinear", ["bias"]],
    ["Cast", []],
    ["Softmax", []],
    ["ReduceMean", []],
    ["Add", ["bias"]],
    ["MatMul", ["dense"]],
    ["Gather", ["positions"]],
    ["Concat", ["a"]],
  ])("is kept by %s", (operator, more) => {
    expect(layoutOf([turn("x", "a"), op(operator, ["a", ...more], "y")])).toBe("NHWC");
  });

  it.each([
    ["a Reshape", op("Reshape", ["a", "shape"], "y")],
    ["a Gather of one position", op("Gather", ["a", "position"], "y")],
    ["a reduction that drops axes", op("ReduceMean", ["a"], "y", integerAttribute("keepdims", 0))],
    ["a sum with a value of another order", op("Add", ["a", "x"], "y")],
    ["a sum with more axes", op("Add", ["a", "five axes"], "y")],
    ["an operator of another domain", { ...op("Relu", ["a"], "y"), domain: "own" }],
  ])("is lost behind %s", (_, node) => {
    expect(layoutOf([turn("x", "a"), node])).toBeNull();
  });

  it("is lost by a product over the channels where they are not the last axis", () => {
    expect(layoutOf([op("MatMul", ["x", "dense"], "y")])).toBeNull();
  });

  it("is fixed by operators that name their axes", () => {
    const lost = op("Reshape", ["x", "shape"], "a");
    expect(layoutOf([lost, op("Conv", ["a", "w"], "y")])).toBe("NCHW");
    expect(layoutOf([lost, op("GlobalAveragePool", ["a"], "y")])).toBe("NCHW");
    expect(layoutOf([op("Flatten", ["x"], "a"), op("Unsqueeze", ["a", "last axes"], "y")])).toBe("NCHW");
  });

  it("names the node that the order is lost at", () => {
    const nodes = [
      { ...op("Reshape", ["x", "shape"], "a"), name: "culprit" },
      op("Relu", ["a"], "b"),
      op("Add", ["x", "b"], "y"),
    ];
    const { lost } = inferLayouts(readModel(buildModel({ nodes, initialisers: STORED })).graph);
    for (const value of ["a", "b", "y"]) expect(lost.get(value)?.name).toBe("culprit");
  });
});

describe("inferLayouts, back from what operators read", () => {
  const lost = op("Reshape", ["x", "shape"], "a");

  it("knows what a convolution reads", () => {
    expect(layoutOf([lost, op("Relu", ["a"], "b"), op("Conv", ["b", "w"], "y")], "a")).toBe("NCHW");
  });

  it("follows a transposition backwards", () => {
    expect(layoutOf([lost, turn("a", "b", [0, 3, 1, 2]), op("Conv", ["b", "w"], "y")], "a")).toBe("NHWC");
    expect(layoutOf([lost, turn("a", "b", [0, 3, 2, 1]), op("Conv", ["b", "w"], "y")], "a")).toBe("NWHC");
  });

  it("knows both sides of a sum of maps with channels first, and nothing of one with channels last", () => {
    const other = op("Reshape", ["x", "shape"], "b");
    expect(layoutOf([lost, other, op("Add", ["a", "b"], "c"), op("Conv", ["c", "w"], "y")], "b")).toBe(
      "NCHW",
    );
    const turned = [op("Add", ["a", "b"], "c"), turn("c", "d", [0, 3, 1, 2]), op("Conv", ["d", "w"], "y")];
    expect(layoutOf([lost, other, ...turned], "c")).toBe("NHWC");
    expect(layoutOf([lost, other, ...turned], "b")).toBeNull();
  });

  it("goes on forward from what it has learnt", () => {
    const nodes = [lost, op("Conv", ["a", "w"], "c"), turn("a", "y")];
    expect(layoutOf(nodes)).toBe("NHWC");
  });
});

it("turns any order to channels first and back", () => {
  for (const layout of ["NHWC", "NWCH", "CHWN", "NWHC"]) {
    const to = toChannelsFirst(layout) ?? [];
    const from = fromChannelsFirst(layout) ?? [];
    expect(to.map((axis) => layout[axis]).join("")).toBe("NCHW");
    expect(from.map((axis) => "NCHW"[axis]).join("")).toBe(layout);
    expect(from.map((axis) => to[axis])).toEqual([0, 1, 2, 3]);
  }
  expect(toChannelsFirst("NCHW")).toBeNull();
  expect(fromChannelsFirst(undefined)).toBeNull();
});
