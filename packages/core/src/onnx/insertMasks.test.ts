import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  bytesField,
  integerField,
  join,
  type NodeParts,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { RunSpecError, UnsupportedModelError } from "../errors.js";
import { listCheckpoints } from "./checkpoints.js";
import { insertMasks } from "./insertMasks.js";
import { type OnnxModel, readModel } from "./model.js";

const resnet = readModel(sampleModel("resnet18-plain.onnx"));
const IMAGE = [3, 4, 4];

const read = (nodes: NodeParts[], more = {}) => readModel(buildModel({ nodes, ...more }));
const shapes = (...tensors: string[]) => new Map(tensors.map((name) => [name, IMAGE]));
const steps = ({ graph }: OnnxModel) =>
  graph.nodes.map(({ operator, inputs, outputs }) => `${operator} ${inputs} > ${outputs}`);

describe("insertMasks", () => {
  it("puts the product behind the maker, under the value's own name", () => {
    const model = read([
      { operator: "Relu", inputs: ["x"], outputs: ["a"] },
      { operator: "Neg", inputs: ["a"], outputs: ["b"] },
      { operator: "Add", inputs: ["a", "b"], outputs: ["y"] },
    ]);
    const masked = insertMasks(model, shapes("a", "y"));
    expect(steps(masked.model)).toEqual([
      "Relu x > a/unmasked",
      "Mul a/unmasked,a/mask > a",
      "Neg a > b",
      "Add a,b > y/unmasked",
      "Mul y/unmasked,y/mask > y",
    ]);
    expect(masked.maskInputs).toEqual(
      new Map([
        ["a", "a/mask"],
        ["y", "y/mask"],
      ]),
    );
    expect(
      masked.model.graph.inputs.map(({ name, shape, elementType }) => [name, shape, elementType]),
    ).toEqual([
      ["x", [-1, 3, 4, 4], 1],
      ["a/mask", [1, 3, 4, 4], 1],
      ["y/mask", [1, 3, 4, 4], 1],
    ]);
    expect(masked.model.graph.outputs).toEqual(model.graph.outputs);
  });

  it("masks one output of several and leaves the others", () => {
    const model = read([
      { operator: "Split", inputs: ["x"], outputs: ["a", "b"] },
      { operator: "Sub", inputs: ["a", "b"], outputs: ["y"] },
    ]);
    expect(steps(insertMasks(model, shapes("b")).model)).toEqual([
      "Split x > a,b/unmasked",
      "Mul b/unmasked,b/mask > b",
      "Sub a,b > y",
    ]);
  });

  it("brings the mask to half precision where the value is", () => {
    const half = (name: string) => valueInfo(name, ["n", ...IMAGE], 10);
    const model = read([{ operator: "Relu", inputs: ["x"], outputs: ["y"] }], {
      inputs: [half("x")],
      outputs: [half("y")],
    });
    expect(steps(insertMasks(model, shapes("y")).model)).toEqual([
      "Relu x > y/unmasked",
      "Cast y/mask > y/mask/half",
      "Mul y/unmasked,y/mask/half > y",
    ]);
  });

  it("takes names that are free, inside nested graphs as well", () => {
    const branch = join([
      bytesField(1, "then_branch"),
      bytesField(6, [
        bytesField(1, [bytesField(1, "a"), bytesField(2, "a/unmasked"), bytesField(4, "Neg")]),
        bytesField(2, "then"),
        bytesField(12, valueInfo("a/unmasked", ["n", ...IMAGE])),
      ]),
      integerField(20, 5),
    ]);
    const model = read(
      [
        { operator: "Relu", inputs: ["x"], outputs: ["a"] },
        { operator: "If", inputs: ["flag"], outputs: ["y"], attributes: [branch] },
      ],
      { initialisers: [tensor("flag", [], Uint8Array.of(1), 9), tensor("a/mask", [1])] },
    );
    const masked = insertMasks(model, shapes("a"));
    expect(steps(masked.model).slice(0, 2)).toEqual([
      "Relu x > a/unmasked_2",
      "Mul a/unmasked_2,a/mask_2 > a",
    ]);
    expect(masked.model.graph.consumers.get("a")?.map((node) => node.operator)).toEqual(["If"]);
  });

  it("keeps values, readers and everything outside the nodes, whatever is masked", () => {
    const tensors = listCheckpoints(resnet).map((checkpoint) => checkpoint.tensor);
    fc.assert(
      fc.property(fc.uniqueArray(fc.constantFrom(...tensors), { maxLength: 8 }), (chosen) => {
        const { model, maskInputs } = insertMasks(resnet, shapes(...chosen));
        expect([...maskInputs.keys()]).toEqual(chosen);
        expect(model.graph.nodes).toHaveLength(resnet.graph.nodes.length + chosen.length);
        for (const name of tensors) {
          expect(model.graph.producers.get(name)?.operator).toBe(
            chosen.includes(name) ? "Mul" : resnet.graph.producers.get(name)?.operator,
          );
          expect(model.graph.consumers.get(name)?.length).toBe(resnet.graph.consumers.get(name)?.length);
        }
        expect([...model.graph.initialisers]).toEqual([...resnet.graph.initialisers]);
        expect(listCheckpoints(model).map((checkpoint) => checkpoint.tensor)).toEqual(
          expect.arrayContaining(tensors),
        );
      }),
      { numRuns: 15 },
    );
  });

  it("gives the model itself when nothing is masked", () => {
    expect(insertMasks(resnet, new Map())).toEqual({ model: resnet, maskInputs: new Map() });
  });

  it("refuses inputs, weights, unknown values and integers", () => {
    for (const name of ["input", "fc.weight", "layer9"]) {
      expect(() => insertMasks(resnet, shapes(name))).toThrow(RunSpecError);
    }
    const model = read([
      { operator: "ArgMax", inputs: ["x"], outputs: ["best"] },
      { operator: "Relu", inputs: ["x"], outputs: ["y"] },
    ]);
    expect(() => insertMasks(model, shapes("best"))).toThrow(UnsupportedModelError);
  });
});
