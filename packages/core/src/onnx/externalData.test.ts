import { describe, expect, it } from "vitest";
import { fieldFile } from "../../../../tests/golden/fieldCases.js";
import {
  buildModel,
  bytesField,
  integerField,
  join,
  rawFloats,
  tensor,
  valueInfo,
} from "../../../../tests/golden/onnxBuilder.js";
import { OnnxFormatError } from "../errors.js";
import { type DataFiles, dataFilesOf, readExternalData } from "./externalData.js";
import { readModel } from "./model.js";

/** Files in memory; `reads` counts the bytes that were asked for. */
function filesOf(content: Readonly<Record<string, Uint8Array>>): DataFiles & { reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    size: async (location) => {
      const bytes = content[location];
      return bytes === undefined ? { fault: `"${location}" is missing` } : { bytes: bytes.length };
    },
    read: async (location, offset, target) => {
      reads.push(`${location} ${offset}+${target.length}`);
      target.set(content[location].subarray(offset, offset + target.length));
    },
  };
}

interface Far {
  readonly dims?: readonly number[];
  readonly type?: number;
  readonly entries: readonly (readonly [string, string])[];
  readonly more?: readonly Uint8Array[];
}

/** A TensorProto whose values lie in another file. */
function far(name: string, { dims = [2], type = 1, entries, more = [] }: Far): Uint8Array {
  return join([
    ...dims.map((axis) => integerField(1, axis)),
    integerField(2, type),
    ...(name === "" ? [] : [bytesField(8, name)]),
    ...entries.map(([key, value]) => bytesField(13, [bytesField(1, key), bytesField(2, value)])),
    integerField(14, 1),
    ...more,
  ]);
}

const at = (location: string, offset?: number | string, length?: number | string): Far["entries"] => [
  ["location", location],
  ...(offset === undefined ? [] : [["offset", String(offset)] as const]),
  ...(length === undefined ? [] : [["length", String(length)] as const]),
];
const relu = { operator: "Relu", inputs: ["x"], outputs: ["y"] };
const model = (...initialisers: Uint8Array[]) => buildModel({ nodes: [relu], initialisers });
const attribute = (...value: Uint8Array[]) => join([bytesField(1, "value"), ...value]);

const data = Uint8Array.from({ length: 64 }, (_, i) => i + 1);
const near = (name: string, dims: readonly number[], first: number, bytes: number) =>
  join([
    ...dims.map((axis) => integerField(1, axis)),
    integerField(2, 1),
    ...(name === "" ? [] : [bytesField(8, name)]),
    bytesField(9, data.subarray(first, first + bytes)),
  ]);

/** What is said of a model with the given tensors. */
async function faultsOf(
  tensors: readonly Uint8Array[],
  files = filesOf({ "w.data": data }),
): Promise<string> {
  const error = await readExternalData(model(...tensors), files).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OnnxFormatError);
  // Nothing is read of a model that is refused.
  expect(files.reads).toEqual([]);
  return (error as Error).message;
}

describe("readExternalData", () => {
  it("makes PyTorch's default export one file", async () => {
    const [bytes, weights] = [fieldFile("external/model.onnx"), fieldFile("external/model.onnx.data")];
    expect(() => readModel(bytes)).toThrow(/lie in another file/);
    const files = filesOf({ "model.onnx.data": weights });
    const whole = await readExternalData(bytes, files);
    expect(whole.dataFiles).toEqual([{ location: "model.onnx.data", tensors: files.reads.length }]);
    expect(dataFilesOf(bytes)).toEqual(["model.onnx.data"]);
    expect(dataFilesOf(whole.bytes)).toEqual([]);
    const read = readModel(whole.bytes);
    expect(read.graph.nodes.length).toBe(9);
    expect(read.producer).toMatch(/pytorch/);
  });

  it("gives a model that holds its values back as it is", async () => {
    const bytes = model(tensor("w", [2]));
    const whole = await readExternalData(bytes, filesOf({}));
    expect(whole.bytes).toBe(bytes);
    expect(whole.dataFiles).toEqual([]);
  });

  it("brings values in wherever a tensor is, from several files, and leaves every other byte as it was", async () => {
    const build = (one: (name: string, dims: number[], first: number, bytes: number) => Uint8Array) => {
      const nested = [
        bytesField(1, [
          bytesField(2, "inner"),
          bytesField(4, "Constant"),
          bytesField(5, attribute(bytesField(5, one("", [2], 8, 8)))),
        ]),
        bytesField(5, one("in a branch", [1], 16, 4)),
        bytesField(12, valueInfo("inner", [2])),
        // A field that nobody knows.
        bytesField(99, "kept"),
      ];
      return buildModel({
        nodes: [
          relu,
          {
            operator: "If",
            inputs: ["condition"],
            outputs: ["z"],
            attributes: [
              join([bytesField(1, "then_branch"), bytesField(6, nested), integerField(20, 5)]),
              join([bytesField(1, "else_branch"), bytesField(11, nested), integerField(20, 5)]),
            ],
          },
        ],
        initialisers: [one("a", [2, 2], 0, 16), tensor("here", [1]), one("b", [3], 20, 12)],
        moreInGraph: [
          bytesField(15, [bytesField(1, one("sparse", [1], 32, 4)), bytesField(2, tensor("", [1]))]),
        ],
        moreInModel: [
          bytesField(25, [
            bytesField(1, "f"),
            bytesField(7, [
              bytesField(4, "Constant"),
              bytesField(5, attribute(bytesField(10, one("", [1], 36, 4)))),
            ]),
            bytesField(11, attribute(bytesField(22, [bytesField(1, one("", [1], 40, 4))]))),
          ]),
          bytesField(20, [bytesField(1, [bytesField(5, one("training", [1], 44, 4))])]),
        ],
      });
    };
    const external = build((name, dims, first, bytes) => {
      const entries = at(first % 8 === 0 ? "w.data" : "sub/other.bin", first, bytes);
      return far(name, { dims, entries });
    });
    // The order of a tensor's fields is that of `far`, raw data last.
    const files = filesOf({ "w.data": data, "sub/other.bin": data });
    const whole = await readExternalData(external, files);
    expect(Buffer.from(whole.bytes).equals(build(near))).toBe(true);
    expect(whole.dataFiles).toEqual([
      { location: "w.data", tensors: 7 },
      { location: "sub/other.bin", tensors: 3 },
    ]);
  });

  it("reads ranges that overlap, from 0 where none is given, and nothing for an empty tensor", async () => {
    const files = filesOf({ "w.data": data });
    const { bytes } = await readExternalData(
      model(
        far("a", { dims: [4], entries: at("w.data") }),
        far("b", { dims: [4], entries: at("./w.data".slice(2), 8) }),
        far("none", { dims: [0, 3], entries: at("w.data", 64, 0) }),
        far("nibbles", { dims: [3], type: 22, entries: at("w.data", 62, 2) }),
      ),
      files,
    );
    expect(files.reads).toEqual(["w.data 0+16", "w.data 8+16", "w.data 62+2"]);
    expect([...readModel(bytes).graph.initialisers.keys()]).toEqual(["a", "b", "none", "nibbles"]);
  });

  it("tells all that is wrong at once, with the tensors", async () => {
    const tensors = ["a", "b", "c", "d", "e"].map((name) => far(name, { entries: at("gone.data") }));
    const text = await faultsOf([
      ...tensors,
      far("shorter", { dims: [30], entries: at("w.data", 8) }),
      far("beyond", { dims: [1], entries: at("w.data", 64) }),
      far("up", { entries: at("../w.data") }),
    ]);
    expect(text).toContain('"gone.data" is missing (tensor "a", tensor "b", tensor "c" and 2 more)');
    expect(text).toContain('"w.data" has 64 bytes and 128 are needed');
    expect(text).toContain('(tensor "shorter", tensor "beyond")');
    expect(text).toContain('"../w.data" is no file beside the model');
  });

  it.each([
    "../x",
    "a/../../x",
    "/etc/passwd",
    "C:/x",
    "c:x",
    "..\\x",
    "a\\b",
    "x\0y",
    "x".repeat(1001),
    "*/../_ORT_MEM_ADDR_/*",
  ])("refuses the location %j", async (location) => {
    expect(await faultsOf([far("w", { entries: at(location) })])).toMatch(
      /is no file beside the model; only a path that goes down .* \(tensor "w"\)/,
    );
  });

  it.each<[string, Far, RegExp]>([
    ["no location", { entries: [["offset", "0"]] }, /it names no file/],
    ["a negative offset", { entries: at("w.data", -4) }, /its offset is "-4"; a whole number of bytes/],
    ["an offset of words", { entries: at("w.data", "0x10") }, /its offset is "0x10"/],
    ["a huge offset", { entries: at("w.data", "9".repeat(30)) }, /its offset is "9+"/],
    ["an offset beyond the file", { entries: at("w.data", 10 ** 14) }, /are needed/],
    ["a negative length", { entries: at("w.data", 0, -8) }, /its length is "-8"/],
    [
      "a length of another shape",
      { entries: at("w.data", 0, 12) },
      /is \[2\] of float32 and needs 8 bytes, but .* 12/,
    ],
    ["a negative axis", { dims: [-2], entries: at("w.data") }, /axis of length -2/],
    ["axes whose product is huge", { dims: [2 ** 40, 2 ** 40], entries: at("w.data") }, /are needed/],
    ["text", { type: 8, entries: at("w.data") }, /its values are string/],
    ["an unknown type", { type: 77, entries: at("w.data") }, /element type 77/],
    ["two offsets", { entries: [...at("w.data", 0), ["offset", "4"]] }, /its offset is given 2 times/],
    [
      "values of its own",
      { entries: at("w.data"), more: [bytesField(9, rawFloats([1, 2]))] },
      /holds values itself and names a file/,
    ],
  ])("refuses %s", async (_what, parts, message) => {
    expect(await faultsOf([far("w", parts)])).toMatch(message);
  });

  it("names what an unnamed tensor is part of", async () => {
    const constant = attribute(bytesField(5, far("", { entries: at("../x") })));
    const bytes = buildModel({
      nodes: [relu, { operator: "Constant", inputs: [], outputs: ["c"], attributes: [constant] }],
    });
    await expect(readExternalData(bytes, filesOf({}))).rejects.toThrow(
      /\(a tensor of an attribute of node 1 of the graph\)/,
    );
  });

  it("refuses what would be larger than a network in memory can be, before it reads anything", async () => {
    const reads: string[] = [];
    const files: DataFiles = {
      size: async () => ({ bytes: 2 ** 40 }),
      read: async (location) => void reads.push(location),
    };
    const half = far("half", { dims: [2 ** 28], entries: at("w.data") });
    await expect(
      readExternalData(model(half, far("other", { dims: [2 ** 28], entries: at("w.data") })), files),
    ).rejects.toThrow(/The model with its data has 2147483\d+ bytes.*at most 2147483647.*float16/);
    expect(reads).toEqual([]);
  });

  it("refuses graphs nested deeper than its limit", async () => {
    let graph = join([bytesField(5, far("w", { entries: at("w.data") }))]);
    for (let depth = 0; depth < 20; depth++) {
      graph = bytesField(1, [bytesField(5, [bytesField(6, graph)])]);
    }
    const bytes = join([integerField(1, 8), bytesField(7, graph)]);
    await expect(readExternalData(bytes, filesOf({}))).rejects.toThrow(/nests graphs more than 16 deep/);
  });

  it.each([
    ["what is no model", new TextEncoder().encode("hello, no model"), /looks like a text file/],
    ["a model that is cut off", fieldFile("external/model.onnx").subarray(0, 500), /ends in the middle/],
  ])("refuses %s", async (_what, bytes, message) => {
    await expect(readExternalData(bytes, filesOf({}))).rejects.toThrow(message);
  });
});
