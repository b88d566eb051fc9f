import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  buildModel,
  bytesField,
  integerAttribute,
  integerField,
  type NodeParts,
  node,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { appendSoftmax } from "./appendSoftmax.js";
import { bringChannelsFirst } from "./channelsFirst.js";
import { cutSegment } from "./cutSegment.js";
import { FreshNames } from "./freshNames.js";
import type { OnnxNode } from "./graphProto.js";
import { insertMasks } from "./insertMasks.js";
import { type OnnxModel, readModel } from "./model.js";

/** Names that surgery would like to give, beside others, for values a, b and c. */
const WANTED = [
  "mask",
  "mask/half",
  "mask/ordered",
  "unmasked",
  "masked",
  "softmax",
  "channels first",
  "image",
  "image channel",
];
const NAMES = [
  "",
  "x",
  "y",
  ..."abc",
  ...[..."abc"].flatMap((value) => WANTED.map((end) => `${value}/${end}`)),
];
const anyName = fc.constantFrom(...NAMES.flatMap((name) => [name, `${name}_2`]));

/** A network x -> a -> b -> c -> y whose nodes, stored tensors and nested values have any of these names. */
const models = fc
  .record({
    nodeNames: fc.uniqueArray(anyName, { minLength: 6, maxLength: 6 }),
    stored: fc.uniqueArray(anyName, { maxLength: 12 }),
    inner: fc.uniqueArray(anyName, { minLength: 2, maxLength: 2 }),
    innerNode: anyName,
  })
  .map(({ nodeNames, stored, inner, innerNode }) => {
    const own = ["", "x", "y", "a", "b", "c", "chosen", "always"];
    const [first = "", second = ""] = inner.map((name) => (own.includes(name) ? `${name} inside` : name));
    const branch = [
      bytesField(1, node({ operator: "Relu", inputs: ["a"], outputs: [first], name: innerNode })),
      bytesField(1, node({ operator: "Neg", inputs: [first], outputs: [second] })),
      bytesField(2, "branch"),
      bytesField(12, valueInfo(second, ["n", 3, 4, 4])),
    ];
    const branchAttribute = (name: string) =>
      Buffer.concat([bytesField(1, name), bytesField(6, branch), integerField(20, 5)]);
    const parts: NodeParts[] = [
      { operator: "Relu", inputs: ["x"], outputs: ["a"] },
      {
        operator: "Transpose",
        inputs: ["a"],
        outputs: ["b"],
        attributes: [integerAttribute("perm", [0, 2, 3, 1])],
      },
      { operator: "Relu", inputs: ["b"], outputs: ["c"] },
      {
        operator: "If",
        inputs: ["always"],
        outputs: ["chosen"],
        attributes: ["then_branch", "else_branch"].map(branchAttribute),
      },
      {
        operator: "Transpose",
        inputs: ["c"],
        outputs: ["d"],
        attributes: [integerAttribute("perm", [0, 3, 1, 2])],
      },
      { operator: "Add", inputs: ["d", "chosen"], outputs: ["y"] },
    ];
    const free = stored.filter((name) => ![...own, "d", first, second].includes(name));
    return buildModel({
      nodes: parts.map((part, i) => ({ ...part, name: nodeNames[i] })),
      initialisers: [tensor("always", [], Uint8Array.of(1), 9), ...free.map((name) => tensor(name, [1]))],
    });
  });

function allNodes(nodes: readonly OnnxNode[]): OnnxNode[] {
  return nodes.flatMap((item) => [
    item,
    ...allNodes(item.attributes.flatMap(({ graphs }) => graphs.flatMap((graph) => graph.nodes))),
  ]);
}

/** Names of nodes and values that one model has and another has not, as often as it has them. */
function namesOf({ graph }: OnnxModel): { nodes: string[]; values: string[] } {
  const nodes = allNodes(graph.nodes);
  return {
    nodes: nodes.map(({ name }) => name).filter((name) => name !== ""),
    values: [
      ...nodes.flatMap(({ outputs }) => outputs),
      ...graph.initialisers.keys(),
      ...graph.inputs.map(({ name }) => name),
    ],
  };
}

function expectNewNames(before: OnnxModel, after: OnnxModel): void {
  for (const kind of ["nodes", "values"] as const) {
    const had = namesOf(before)[kind];
    const rest = [...namesOf(after)[kind]];
    // What was there may be there still, as often; everything else is new, once.
    for (const name of had) if (rest.includes(name)) rest.splice(rest.indexOf(name), 1);
    expect(new Set(rest).size).toBe(rest.length);
    expect(rest.filter((name) => had.includes(name))).toEqual([]);
  }
}

describe("names that graph surgery gives", () => {
  it("are new among nodes, values, stored tensors and nested graphs", () => {
    fc.assert(
      fc.property(models, (bytes) => {
        const model = readModel(bytes);
        const shapes = new Map(["a", "b", "c"].map((name) => [name, [3, 4, 4]]));
        expectNewNames(model, insertMasks(model, shapes).model);
        const ordered = bringChannelsFirst(model, ["a", "b", "c"]);
        expect([...ordered.readNames.keys()]).toEqual(["b", "c"]);
        expectNewNames(model, ordered.model);
        expectNewNames(ordered.model, insertMasks(ordered.model, shapes).model);
        expectNewNames(model, appendSoftmax(model, "y").model);
        const piece = cutSegment(model, {
          from: "b",
          to: "c",
          channels: 3,
          height: 4,
          width: 4,
          imageChannel: 0,
        });
        expectNewNames(model, piece);
      }),
      { numRuns: 300 },
    );
  });

  it("are numbered where they are taken, values and nodes apart", () => {
    const nodes = [{ operator: "Relu", inputs: ["x"], outputs: ["y"], name: "relu" }];
    const names = new FreshNames(readModel(buildModel({ nodes })).graph);
    expect([names.value("y"), names.value("y"), names.value("relu")]).toEqual(["y_2", "y_3", "relu"]);
    expect([names.node("relu"), names.node("y"), names.node("y")]).toEqual(["relu_2", "y", "y_2"]);
  });
});
