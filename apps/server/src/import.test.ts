import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDatabase } from "./db/database.js";
import { findModelByName } from "./db/models.js";
import { copyFewImages } from "./testing/sampleStores.js";
import { SAMPLES } from "./testing/testApi.js";
import { createTestDatabase } from "./testing/testDatabase.js";

/** The built command, as "npm run import" runs it. */
const IMPORT = fileURLToPath(new URL("../dist/import.js", import.meta.url));
let folder: string;
let databaseUrl: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "unitscope-import-"));
  databaseUrl = await createTestDatabase();
});
afterAll(() => rm(folder, { recursive: true }));

async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const env = { ...process.env, DATABASE_URL: databaseUrl, UNITSCOPE_DATA: path.join(folder, "data") };
  const child = spawn(process.execPath, [IMPORT, ...args], { env });
  let out = "";
  let err = "";
  child.stdout.on("data", (chunk) => (out += chunk));
  child.stderr.on("data", (chunk) => (err += chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, out, err };
}

it("registers a network and an image folder, and prints what it stored", async () => {
  const labels = path.join(folder, "labels.txt");
  await writeFile(labels, Array.from({ length: 10 }, (_, i) => `class ${i}`).join("\n"));
  const model = await run(
    "model",
    path.join(SAMPLES, "resnet18-plain.onnx"),
    "--name",
    "plain",
    "--labels",
    labels,
  );
  expect(model).toMatchObject({ code: 0, err: "" });
  expect(model.out).toMatch(
    /^Model "plain": input \[-1,3,64,64\], SHA-256 [0-9a-f]{64}\n.*suggested: maxpool \[16,16,16\]/,
  );
  const images = await run("images", await copyFewImages(path.join(folder, "images")), "--name", "few");
  expect(images).toEqual({ code: 0, err: "", out: 'Image set "few": 8 images, 2 classes: bag, trouser\n' });
});

it("takes a preset and Keras' class index, either with a byte order mark", async () => {
  const labels = path.join(folder, "class_index.json");
  const preprocessing = path.join(folder, "preprocessing.json");
  const index = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [i, [`n0000000${i}`, `class ${i}`]]));
  await writeFile(labels, `\uFEFF${JSON.stringify(index)}`);
  await writeFile(preprocessing, `\uFEFF${JSON.stringify({ preset: "caffe", mean: "0.4,0.5,0.6" })}`);
  const network = path.join(SAMPLES, "resnet18-augmented.onnx");
  const options = ["--name", "keras", "--labels", labels, "--preprocessing", preprocessing];
  expect(await run("model", network, ...options)).toMatchObject({ code: 0, err: "" });
  const db = openDatabase(databaseUrl, { connections: 1 });
  try {
    const model = await findModelByName(db, "keras");
    expect(model).toMatchObject({
      preprocessing: {
        resize: 64,
        channelOrder: "BGR",
        mean: [0.4, 0.5, 0.6],
        std: [1 / 255, 1 / 255, 1 / 255],
      },
    });
    expect(model?.classLabels[3]).toBe("class 3");
    expect(model?.classIds[3]).toBe("n00000003");
  } finally {
    await db.$disconnect();
  }
});

it("names all bad images of a folder, or leaves them out and lists them", async () => {
  const images = await copyFewImages(path.join(folder, "bad-images"));
  await writeFile(path.join(images, "train/bag/empty.png"), "");
  await writeFile(path.join(images, "valid/trouser/text.png"), "no image");
  await writeFile(path.join(images, "valid/notes.txt"), "no image, and not called one");
  const refused = await run("images", images, "--name", "bad");
  expect(refused).toMatchObject({ code: 1, out: "" });
  expect(refused.err).toContain("has bad images, 2 of 10:");
  expect(refused.err).toContain("--skip-bad-images leaves them out");
  const skipped = await run("images", images, "--name", "bad", "--skip-bad-images");
  expect(skipped).toMatchObject({ code: 0, out: expect.stringContaining("8 images") });
  expect(skipped.err).toContain("Bad images, so left out: 2\n");
  expect(skipped.err).toContain('"train/bag/empty.png" is empty');
  expect(skipped.err).toContain("Left out: 1 file that is no image (valid/notes.txt)");
});

it("says on standard error what is wrong, and ends with 1", async () => {
  const text = path.join(folder, "text.onnx");
  await writeFile(text, "no network\n".repeat(20));
  expect(await run("model", text, "--name", "x")).toMatchObject({
    code: 1,
    out: "",
    err: expect.stringContaining("looks like a text file"),
  });
  const nowhere = await run("images", path.join(folder, "nowhere"), "--name", "x");
  expect(nowhere).toMatchObject({ code: 1, err: expect.stringContaining("There is no folder of images") });
  const network = path.join(SAMPLES, "resnet18-plain.onnx");
  const refused = async (...more: string[]) => {
    const { code, out, err } = await run("model", network, "--name", "x", ...more);
    expect({ code, out }).toEqual({ code: 1, out: "" });
    return err;
  };
  expect(await refused("--preprocessing", '{"size":3}')).toContain('it has no "size"');
  expect(await refused("--preprocessing", "imagnet")).toContain("did you mean imagenet?");
  expect(await refused("--preprocessing", '{"minMax":false}')).toContain(
    "minMax does not belong to a network",
  );
  expect(await refused("--labels", "cat,dog")).toContain(
    "There are 2 class labels, but the network has 10 outputs",
  );
  expect(await refused("--labels", path.join(folder, "none.txt"))).toContain("There is no file of labels");
  const nothing = await run("model", text);
  expect(nothing).toMatchObject({ code: 1, err: expect.stringContaining("--name") });
});
