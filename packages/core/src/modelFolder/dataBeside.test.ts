import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { fieldFile } from "../../../../tests/golden/fieldCases.js";
import { OnnxFormatError } from "../errors.js";
import { openInstrumentedSession } from "../inference/instrumentedSession.js";
import { probeNetwork } from "../inference/probeNetwork.js";
import { readModel } from "../onnx/model.js";
import { withDataBeside } from "./dataBeside.js";

const DATA = "model.onnx.data";
let folder: string;
let model: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "unitscope-beside-"));
  model = path.join(folder, "inner", "model.onnx");
  await mkdir(path.dirname(model));
  await writeFile(model, fieldFile("external/model.onnx"));
  await writeFile(beside(DATA), fieldFile(`external/${DATA}`));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const beside = (name: string) => path.join(path.dirname(model), name);
const open = async (file = model) => withDataBeside(await readFile(file), file);

/** What is said of the model as it lies there. */
async function fault(): Promise<string> {
  const error = await open().catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(OnnxFormatError);
  return (error as Error).message;
}

it("opens PyTorch's default export, which can be tried and read", async () => {
  const { bytes, dataFiles } = await open();
  expect(dataFiles).toEqual([{ location: DATA, tensors: 6 }]);
  const { shapes, oneAtATime } = await probeNetwork(bytes);
  expect(oneAtATime).toBeNull();
  expect(shapes.size).toBe(readModel(bytes).graph.nodes.length);
  const session = await openInstrumentedSession(bytes, ["output"]);
  const [, ...image] = session.inputShape;
  const pixels = Float32Array.from({ length: image.reduce((a, b) => a * b, 1) }, (_, i) => Math.sin(i));
  const plain = (await session.run(pixels, 1)).get("output")!;
  await session.close();
  expect(plain.some((value) => value !== plain[0])).toBe(true);
});

it("the data are part of what is opened: with other ones it is another file", async () => {
  const { bytes } = await open();
  const changed = await readFile(beside(DATA));
  changed[8] ^= 1;
  await writeFile(beside(DATA), changed);
  expect(Buffer.compare((await open()).bytes, bytes)).not.toBe(0);
});

it("says what to do when the data file is missing", async () => {
  await rm(beside(DATA));
  expect(await fault()).toMatch(
    /"model\.onnx\.data" is missing; put it beside the model \(tensor "[^"]+", tensor "[^"]+", tensor "[^"]+" and 3 more\)/,
  );
});

it("refuses a data file that is cut off", async () => {
  await truncate(beside(DATA), 1000);
  expect(await fault()).toMatch(/"model\.onnx\.data" has 1000 bytes and 15072 are needed/);
});

it("refuses a folder in place of the file", async () => {
  await rm(beside(DATA));
  await mkdir(beside(DATA));
  expect(await fault()).toMatch(/"model\.onnx\.data" is a folder, and a file is expected/);
});

it.skipIf(process.platform === "win32")("refuses a pipe without waiting for who writes to it", async () => {
  await rm(beside(DATA));
  execFileSync("mkfifo", [beside(DATA)]);
  expect(await fault()).toMatch(/"model\.onnx\.data" is a pipe, and a file is expected/);
});

it.skipIf(process.platform === "win32")("refuses a device", async () => {
  await rm(beside(DATA));
  await symlink("/dev/zero", beside(DATA));
  expect(await fault()).toMatch(/is a link that leaves the model's folder/);
});

it("refuses links that leave the folder, of the file or of a folder above it, and follows those that stay", async () => {
  const outside = path.join(folder, "outside.data");
  await rename(beside(DATA), outside);
  await symlink(outside, beside(DATA));
  expect(await fault()).toMatch(/"model\.onnx\.data" is a link that leaves the model's folder/);
  // A folder whose name begins like the model's is another one.
  await mkdir(path.join(folder, "inner2"));
  await rename(outside, path.join(folder, "inner2", DATA));
  await rm(beside(DATA));
  await symlink(path.join(folder, "inner2", DATA), beside(DATA));
  expect(await fault()).toMatch(/is a link that leaves the model's folder/);
  await rm(beside(DATA));
  await mkdir(beside("blobs"));
  await rename(path.join(folder, "inner2", DATA), beside("blobs/abc"));
  await symlink("blobs/abc", beside(DATA));
  expect((await open()).dataFiles).toEqual([{ location: DATA, tensors: 6 }]);
});

it("finds the data of a model that is a link: beside the link, or beside what it leads to", async () => {
  const cache = path.join(folder, "snapshot");
  await mkdir(cache);
  const link = path.join(cache, "linked.onnx");
  await symlink(model, link);
  expect((await open(link)).dataFiles).toEqual([{ location: DATA, tensors: 6 }]);
  // As the cache of Hugging Face has it: both are links to files of other names in one folder.
  await rename(beside(DATA), beside("0123abcd"));
  await symlink(beside("0123abcd"), path.join(cache, DATA));
  expect((await open(link)).dataFiles).toEqual([{ location: DATA, tensors: 6 }]);
});

it("gives a model without data files back as it is, wherever it says that it lies", async () => {
  const bytes = await readFile(
    fileURLToPath(new URL("../../../../tests/reference/onnx/tinycnn_b.onnx", import.meta.url)),
  );
  expect((await withDataBeside(bytes, "/nowhere/model.onnx")).bytes).toBe(bytes);
});
