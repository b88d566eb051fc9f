import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { goldenModel, goldenNetworks, sampleModel } from "../../../../tests/golden/onnx.js";
import {
  buildModel,
  bytesField,
  integerField,
  join,
  type ModelParts,
  tensor,
} from "../../../../tests/golden/onnxBuilder.js";
import { OnnxFormatError, UnsupportedModelError } from "../errors.js";
import { readModel, writeModel } from "./model.js";

const relu = { operator: "Relu", inputs: ["x"], outputs: ["y"], name: "act" };
const read = (parts: Partial<ModelParts>) => readModel(buildModel({ nodes: [relu], ...parts }));
const text = (content: string) => new TextEncoder().encode(content);

describe("readModel", () => {
  it.each(goldenNetworks)("reads $file", ({ file, opset, inputName }) => {
    const model = readModel(goldenModel(file));
    expect(model.opset).toBe(opset);
    expect(model.graph.inputs.map((input) => input.name)).toEqual([inputName]);
  });

  it("reads producer, version and shapes of a sample network", () => {
    const model = readModel(sampleModel("resnet18-plain.onnx"));
    expect(model).toMatchObject({ irVersion: 8, opset: 17, producer: "pytorch 1.13.0" });
    expect(model.graph.inputs[0]).toMatchObject({ name: "input", elementType: 1, shape: [-1, 3, 64, 64] });
    expect(model.graph.nodes.at(-1)?.operator).toBe("Gemm");
  });

  it("copies no tensor", () => {
    const bytes = goldenModel("tinycnn_b.onnx");
    expect(readModel(bytes).bytes).toBe(bytes);
  });

  it("reads weights in typed fields as well as in raw data", () => {
    const floats = bytesField(4, new Uint8Array(12));
    const typed = join([integerField(1, 3), integerField(2, 1), bytesField(8, "w"), floats]);
    expect(read({ initialisers: [typed] }).graph.initialisers.get("w")?.dims).toEqual([3]);
  });

  it.each([
    ["an empty file", new Uint8Array(), /is empty/],
    ["text", text("This is no model.\n"), /looks like a text file/],
    ["text cut inside a character", text(`${"a".repeat(1023)}\u00e9`), /looks like a text file/],
    ["a Git LFS pointer", text("version https://git-lfs.github.com/spec/v1\n"), /Git LFS pointer/],
    ["a zip archive", Uint8Array.from([0x50, 0x4b, 3, 4, 0, 0]), /zip archive/],
    [
      "random bytes",
      Uint8Array.from([0xff, 0xff, 0xff, 0x00]),
      /not an ONNX model: it does not begin as one/,
    ],
    ["zeros", new Uint8Array(100), /not an ONNX model: it does not begin as one/],
    ["a model without a graph", integerField(1, 8), /has no graph/],
    [
      "a graph without an operator set",
      join([integerField(1, 8), bytesField(7, "")]),
      /no version of ONNX's operator set/,
    ],
    [
      "a graph in the wrong wire type",
      join([integerField(1, 8), integerField(7, 1)]),
      /holds field 7 in wire type 0/,
    ],
    ["two graphs", buildModel({ nodes: [relu], moreInModel: [bytesField(7, "")] }), /has two graphs/],
  ])("refuses %s", (_what, bytes, message) => {
    expect(() => readModel(bytes)).toThrow(message);
    expect(() => readModel(bytes)).toThrow(OnnxFormatError);
  });

  it("refuses every truncation of a model", () => {
    const bytes = goldenModel("tinycnn_a_folded.onnx");
    fc.assert(
      fc.property(fc.integer({ min: 0, max: bytes.length - 1 }), (length) => {
        expect(() => readModel(bytes.subarray(0, length))).toThrow(OnnxFormatError);
      }),
      { numRuns: 500 },
    );
  });

  it("says where a file is cut off", () => {
    const bytes = sampleModel("resnet18-plain.onnx");
    expect(() => readModel(bytes.subarray(0, 1_000_000))).toThrow(
      /ends in the middle of the graph: it has 1000000 bytes of the \d+ it needs/,
    );
  });

  it("answers a model with bytes changed by a model or one of its own errors", () => {
    const bytes = goldenModel("tinycnn_b.onnx");
    const change = fc.tuple(fc.nat(bytes.length - 1), fc.integer({ min: 0, max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 5 }), (changes) => {
        const changed = bytes.slice();
        for (const [at, byte] of changes) changed[at] = byte;
        try {
          expect(readModel(changed).bytes).toBe(changed);
        } catch (error) {
          const isOwn = error instanceof OnnxFormatError || error instanceof UnsupportedModelError;
          expect(isOwn, String(error)).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it.each([1, 7, 26, 1000])("reads opset %i: which can be opened the runtime says", (opset) => {
    expect(read({ opset }).opset).toBe(opset);
  });

  it("reads the opset of ONNX's own operators, not another domain's", () => {
    const other = bytesField(8, [bytesField(1, "com.example"), integerField(2, 99)]);
    expect(read({ moreInModel: [other] }).opset).toBe(17);
  });

  it("refuses weights in another file, wherever the tensor is", () => {
    const location = bytesField(13, [bytesField(1, "location"), bytesField(2, "../../secret")]);
    const far = join([
      integerField(1, 1),
      integerField(2, 1),
      bytesField(8, "far"),
      location,
      integerField(14, 1),
    ]);
    const byLocation = join([tensor("far", [1]), integerField(14, 1)]);
    const inAttribute = join([bytesField(1, "value"), bytesField(5, far)]);
    const constant = { operator: "Constant", inputs: [], outputs: ["c"], attributes: [inAttribute] };
    for (const parts of [
      { initialisers: [far] },
      { initialisers: [byLocation] },
      { nodes: [constant, relu] },
      { moreInGraph: [bytesField(15, [bytesField(1, far)])] },
      { moreInModel: [bytesField(25, [bytesField(7, [bytesField(5, inAttribute)])])] },
      { moreInModel: [bytesField(20, [bytesField(2, [bytesField(5, far)])])] },
    ]) {
      expect(() => read(parts)).toThrow(/data of tensor "far" lie in another file/);
      expect(() => read(parts)).toThrow(OnnxFormatError);
    }
  });

  it("takes the data in the file where a tensor says that they are there, whatever it still names", () => {
    const location = bytesField(13, [bytesField(1, "location"), bytesField(2, "old.bin")]);
    for (const stale of [[location], [location, integerField(14, 0)]]) {
      expect(() => read({ initialisers: [join([tensor("w", [1]), ...stale])] })).not.toThrow();
      const empty = join([integerField(1, 1), integerField(2, 1), bytesField(8, "w"), ...stale]);
      expect(() => read({ initialisers: [empty] })).toThrow(/needs 1 values in float_data, but holds 0/);
    }
  });

  it.each([
    [
      "too few bytes",
      tensor("w", [2, 3], new Uint8Array(20)),
      /tensor "w" is \[2,3\] of float32 and needs 24 bytes, but holds 20/,
    ],
    ["a negative axis", tensor("w", [-1], new Uint8Array(4)), /an axis of length -1/],
    ["axes whose product is huge", tensor("w", [2 ** 40, 2 ** 40], new Uint8Array(4)), /but holds 4/],
    [
      "no data",
      join([integerField(1, 3), integerField(2, 1), bytesField(8, "w")]),
      /needs 3 values in float_data, but holds 0/,
    ],
    ["no type", join([integerField(1, 1), bytesField(8, "w")]), /tensor "w" has no element type/],
    ["no name", tensor("", [1]), /an initialiser has no name/],
  ])("refuses a tensor with %s", (_what, initialiser, message) => {
    expect(() => read({ initialisers: [initialiser] })).toThrow(message);
  });

  it("refuses an element type it does not know", () => {
    const strange = tensor("w", [1], new Uint8Array(4), 77);
    expect(() => read({ initialisers: [strange] })).toThrow(UnsupportedModelError);
  });

  it("refuses graphs nested too deep", () => {
    let graph = bytesField(2, "innermost");
    for (let depth = 0; depth < 20; depth++) {
      const branch = bytesField(5, [bytesField(1, "then_branch"), bytesField(6, graph)]);
      graph = bytesField(1, [bytesField(2, `v${depth}`), bytesField(4, "If"), branch]);
    }
    expect(() => read({ moreInGraph: [graph] })).toThrow(/nests graphs more than 16 deep/);
  });

  it("refuses more nodes than its limit", () => {
    const empty = Uint8Array.from([0x0a, 0x00]);
    const many = new Uint8Array(2 * 100_001);
    for (let i = 0; i < many.length; i += 2) many.set(empty, i);
    const bytes = concatModel(many);
    expect(() => readModel(bytes)).toThrow(/more than 100,000 nodes/);
  });
});

describe("writeModel", () => {
  /** A field number that ONNX does not have, in the model, the graph, a node and a tensor. */
  const unknown = bytesField(1999, "kept for others");
  const strange = buildModel({
    nodes: [{ ...relu, attributes: [join([bytesField(1, "alpha"), unknown])] }],
    initialisers: [join([tensor("w", [2]), unknown])],
    moreInGraph: [unknown],
    moreInModel: [unknown],
  });

  it("gives back the file byte for byte", () => {
    for (const bytes of [strange, goldenModel("tinycnn_b.onnx"), sampleModel("resnet18-plain.onnx")]) {
      expect(Buffer.compare(writeModel(readModel(bytes)), bytes)).toBe(0);
    }
  });

  it("adds a field to the graph and leaves the rest as it was", () => {
    const model = readModel(strange);
    const added = bytesField(1998, "added");
    const written = writeModel(model, [added]);
    const { fieldStart, start, end } = model.graphRange;
    expect(written.length).toBe(strange.length + added.length);
    const again = readModel(written);
    expect(written.subarray(0, fieldStart)).toEqual(strange.subarray(0, fieldStart));
    expect(written.subarray(again.graphRange.start, again.graphRange.end)).toEqual(
      join([strange.subarray(start, end), added]),
    );
    expect(written.subarray(again.graphRange.end)).toEqual(strange.subarray(end));
  });
});

/** A model whose graph has the given content. */
function concatModel(graph: Uint8Array): Uint8Array {
  const header = Uint8Array.from([0x08, 0x08, 0x3a]);
  const length = [(graph.length & 0x7f) | 0x80, ((graph.length >> 7) & 0x7f) | 0x80, graph.length >> 14];
  const bytes = new Uint8Array(header.length + length.length + graph.length);
  bytes.set(header);
  bytes.set(length, header.length);
  bytes.set(graph, header.length + length.length);
  return bytes;
}
