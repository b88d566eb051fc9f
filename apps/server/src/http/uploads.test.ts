import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { gzipSync } from "node:zlib";
import request from "supertest";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { tarOf, zipOf } from "../testing/archives.js";
import { SAMPLES, startTestApi, type TestApi } from "../testing/testApi.js";

let api: TestApi;
let onnx: Buffer;
let images: Record<string, Buffer>;
beforeAll(async () => {
  api = await startTestApi({ uploadLimitBytes: 4 * 2 ** 20 });
  onnx = await readFile(path.join(SAMPLES, "resnet18-plain.onnx"));
  images = {};
  for (const place of ["train/bag", "train/coat", "valid/bag", "valid/coat"]) {
    images[`${place}/000.png`] = await readFile(path.join(SAMPLES, "tinted-fashion", place, "000.png"));
  }
});
afterEach(async () => {
  await api.db.model.deleteMany();
  await api.db.imageSet.deleteMany();
});
afterAll(() => api.stop());

async function upload(bytes: Buffer): Promise<string> {
  const { status, body } = await request(api.url)
    .post("/uploads")
    .set("Content-Type", "application/octet-stream")
    .send(bytes);
  expect(status).toBe(201);
  return body.uploadId;
}

/** Everything that an import may write. */
async function stored(): Promise<number[]> {
  const { model, checkpoint, imageSet, imagePartition, imageFile } = api.db;
  return Promise.all([
    model.count(),
    checkpoint.count(),
    imageSet.count(),
    imagePartition.count(),
    imageFile.count(),
  ]);
}

const IMPORT_MODEL = `mutation ($upload: ID!, $name: String!, $labels: [String!], $pre: PreprocessingInput) {
  importModel(uploadId: $upload, name: $name, classLabels: $labels, preprocessing: $pre) {
    id name classLabels classIds checkpoints { name } preprocessing { resize crop channelOrder mean } } }`;
const IMPORT_SET = `mutation ($upload: ID!, $name: String!) {
  importImageSet(uploadId: $upload, name: $name) { name imageCount classes partitions { name imageCount } } }`;

it("imports a network that was uploaded as the body, once", async () => {
  const uploadId = await upload(onnx);
  const variables = { upload: uploadId, name: "net", pre: { channelOrder: "BGR" } };
  const { data, errors } = await api.graphql<{ importModel: { id: string } }>(IMPORT_MODEL, variables);
  expect(errors).toBeUndefined();
  expect(data.importModel).toMatchObject({
    name: "net",
    classLabels: [],
    classIds: [],
    checkpoints: expect.arrayContaining([{ name: "layer1" }, { name: "fc" }]),
    preprocessing: { crop: 64, channelOrder: "BGR", mean: [0.406, 0.456, 0.485] },
  });
  // The upload is used up; the same file again is the same model.
  expect((await api.graphql(IMPORT_MODEL, variables)).errors?.[0]?.extensions).toEqual({
    code: "BAD_USER_INPUT",
    field: "uploadId",
  });
  const again = await api.graphql<{ importModel: { id: string } }>(IMPORT_MODEL, {
    ...variables,
    upload: await upload(onnx),
  });
  expect(again.data.importModel.id).toBe(data.importModel.id);
});

it("does not give a name twice", async () => {
  expect(
    (await api.graphql(IMPORT_MODEL, { upload: await upload(onnx), name: "net" })).errors,
  ).toBeUndefined();
  const other = await upload(await readFile(path.join(SAMPLES, "resnet18-augmented.onnx")));
  const { errors } = await api.graphql(IMPORT_MODEL, { upload: other, name: "net" });
  expect(errors?.[0]).toMatchObject({
    message: expect.stringContaining('Another model is already called "net"'),
    extensions: { code: "CONFLICT", field: "name" },
  });
});

it.each([
  [
    "a text file",
    () => Buffer.from("hello, this is no network\n".repeat(10)),
    "BAD_USER_INPUT",
    /looks like a text file/,
  ],
  ["a truncated network", () => onnx.subarray(0, onnx.length - 1000), "BAD_USER_INPUT", /ends in the middle/],
])("refuses %s and stores nothing", async (_what, bytes, code, message) => {
  const before = await stored();
  const { errors } = await api.graphql(IMPORT_MODEL, { upload: await upload(bytes()), name: "broken" });
  expect(errors?.[0]).toMatchObject({
    message: expect.stringMatching(message),
    extensions: { code, field: "uploadId" },
  });
  expect(await stored()).toEqual(before);
});

it("refuses labels and preprocessing that the network cannot have", async () => {
  const uploadId = await upload(onnx);
  const labels = await api.graphql(IMPORT_MODEL, { upload: uploadId, name: "labels", labels: ["a", "b"] });
  expect(labels.errors?.[0]).toMatchObject({
    message: expect.stringContaining("There are 2 class labels, but the network has 10 outputs"),
    extensions: { code: "BAD_USER_INPUT", field: "classLabels" },
  });
  const crop = await api.graphql(IMPORT_MODEL, { upload: uploadId, name: "crop", pre: { crop: 224 } });
  expect(crop.errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "preprocessing.crop" });
  const pre = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };
  const scale = await api.graphql(IMPORT_MODEL, { upload: uploadId, name: "scale", pre });
  expect(scale.errors?.[0]).toMatchObject({
    message: expect.stringContaining("mean 0.485,0.456,0.406 std 0.229,0.224,0.225"),
    extensions: { code: "BAD_USER_INPUT", field: "preprocessing.mean" },
  });
});

it("splits labels that begin with ids, and takes presets with the order of channels they have", async () => {
  const labels = Array.from({ length: 10 }, (_, i) => `n0000000${i} fish ${i}, swimmer`);
  const importAs = async (name: string, pre: object) => {
    const { data, errors } = await api.graphql<{ importModel: Record<string, unknown> }>(IMPORT_MODEL, {
      upload: await upload(onnx),
      name,
      labels,
      pre,
    });
    expect(errors).toBeUndefined();
    return data.importModel;
  };
  const caffe = await importAs("caffe", { preset: "caffe" });
  expect(caffe).toMatchObject({
    preprocessing: { resize: 64, channelOrder: "BGR", mean: [103.939 / 255, 116.779 / 255, 123.68 / 255] },
  });
  expect((caffe["classLabels"] as string[])[1]).toBe("fish 1, swimmer");
  expect((caffe["classIds"] as string[])[1]).toBe("n00000001");
  expect(await importAs("torch", { preset: "torchvision" })).toMatchObject({
    preprocessing: { resize: 73, crop: 64 },
  });
  const turned = { preset: "torchvision", channelOrder: "BGR" };
  expect(await importAs("turned", turned)).toMatchObject({ preprocessing: { mean: [0.406, 0.456, 0.485] } });
});

it("imports images from a form with a zip, and from a tar.gz with a folder around them", async () => {
  const wanted = {
    imageCount: 4,
    classes: ["bag", "coat"],
    partitions: [
      { name: "train", imageCount: 2 },
      { name: "valid", imageCount: 2 },
    ],
  };
  const form = await request(api.url).post("/uploads").attach("file", zipOf(images), "images.zip");
  expect(form.status).toBe(201);
  const zip = await api.graphql(IMPORT_SET, { upload: form.body.uploadId, name: "zip" });
  expect(zip.data).toEqual({ importImageSet: { name: "zip", ...wanted } });
  const wrapped = Object.fromEntries(Object.entries(images).map(([name, bytes]) => [`set/${name}`, bytes]));
  const tar = await api.graphql(IMPORT_SET, {
    upload: await upload(gzipSync(await tarOf(wrapped))),
    name: "tar",
  });
  expect(tar.data).toEqual({ importImageSet: { name: "tar", ...wanted } });
});

it.each([
  [
    "a broken PNG",
    () => ({ ...images, "valid/coat/001.png": images["valid/coat/000.png"]!.subarray(0, 300) }),
    /valid\/coat\/001\.png/,
  ],
  [
    "a text file called .png",
    () => ({ ...images, "train/bag/9.png": Buffer.from("no image") }),
    /train\/bag\/9\.png/,
  ],
  [
    "a class that a partition lacks",
    () => ({ ...images, "train/hat/1.png": images["train/bag/000.png"]! }),
    /"valid" has no image of class "hat"/,
  ],
  [
    "a path that climbs",
    () => ({ ...images, "../../etc/1.png": images["train/bag/000.png"]! }),
    /only relative paths that go down/,
  ],
])("refuses %s, names it, and stores nothing", async (_what, files, message) => {
  const before = await stored();
  const { errors } = await api.graphql(IMPORT_SET, {
    upload: await upload(await tarOf(files())),
    name: "broken",
  });
  expect(errors?.[0]).toMatchObject({
    message: expect.stringMatching(message),
    extensions: { code: "BAD_USER_INPUT" },
  });
  expect(await stored()).toEqual(before);
});

it("leaves bad images out when it is told to, and lists them in the set", async () => {
  const files = { ...images, "valid/coat/001.png": "no image", "valid/.DS_Store": "x" };
  const query = `mutation ($upload: ID!) { importImageSet(uploadId: $upload, name: "skipped", skipBadImages: true) {
    imageCount skippedImageCount skippedImages { name reason } leftOut } }`;
  const { data, errors } = await api.graphql(query, { upload: await upload(await tarOf(files)) });
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    importImageSet: {
      imageCount: 4,
      skippedImageCount: 1,
      skippedImages: [{ name: "valid/coat/001.png", reason: "is not an image of a known format" }],
      leftOut: "Left out: 1 hidden or left behind by a system (.DS_Store).",
    },
  });
  const refused = await api.graphql(IMPORT_SET, { upload: await upload(await tarOf(files)), name: "x" });
  expect(refused.errors?.[0]?.message).toContain("skipBadImages: true leaves them out");
});

it("refuses uploads that are too large, empty or no file, and keeps nothing of them", async () => {
  // The first upload makes the folder.
  await upload(onnx);
  const kept = async () => (await readdir(path.join(api.dataDir, "uploads"))).length;
  const before = await kept();
  const large = Buffer.alloc(5 * 2 ** 20);
  const raw = await request(api.url)
    .post("/uploads")
    .set("Content-Type", "application/octet-stream")
    .send(large);
  expect([raw.status, raw.body.error]).toEqual([413, expect.stringContaining("larger than 4194304 bytes")]);
  const form = await request(api.url).post("/uploads").attach("file", large, "large.onnx");
  expect(form.status).toBe(413);
  const noFile = await request(api.url).post("/uploads").field("name", "x");
  expect([noFile.status, noFile.body.error]).toEqual([400, expect.stringContaining("The form has no file")]);
  const empty = await request(api.url).post("/uploads").set("Content-Length", "0");
  expect(empty.status).toBe(400);
  expect(await kept()).toBe(before);
});

describe("a network with its weights in another file", () => {
  const FIELD = path.resolve(SAMPLES, "../tests/reference/field/external");
  let model: Buffer;
  let data: Buffer;
  beforeAll(async () => {
    model = await readFile(path.join(FIELD, "model.onnx"));
    data = await readFile(path.join(FIELD, "model.onnx.data"));
  });
  const sendForm = (files: Record<string, Buffer>) =>
    Object.entries(files).reduce(
      (form, [name, bytes]) => form.attach("file", bytes, { filepath: name } as { filename?: string }),
      request(api.url).post("/uploads"),
    );
  const importIt = (uploadId: string) =>
    api.graphql<{ importModel: { id: string; sha256: string } }>(
      `mutation ($upload: ID!) { importModel(uploadId: $upload, name: "external") { id sha256 checkpoints { name } } }`,
      { upload: uploadId },
    );

  it("comes as several files of a form, in a zip, a tar or a tar.gz, and is the same network", async () => {
    const packed = { "net/model.onnx": model, "net/model.onnx.data": data, "__MACOSX/net/._model.onnx": "x" };
    const form = await sendForm({ "model.onnx.data": data, "model.onnx": model });
    expect(form.status).toBe(201);
    const tar = await tarOf(packed);
    const digests = new Set<string>();
    for (const uploadId of [
      form.body.uploadId,
      await upload(zipOf(packed)),
      await upload(tar),
      await upload(gzipSync(tar)),
    ]) {
      const answer = await importIt(uploadId);
      expect(answer.errors).toBeUndefined();
      expect(answer.data.importModel).toMatchObject({
        checkpoints: expect.arrayContaining([{ name: "relu_0" }, { name: "output" }]),
      });
      digests.add(answer.data.importModel.sha256);
    }
    expect(digests.size).toBe(1);
    // What is stored is whole, and nothing is left of the uploads.
    const [row] = await api.db.model.findMany();
    expect(row?.byteSize).toBeGreaterThan(data.length);
    const left = await readdir(path.join(api.dataDir, "uploads"));
    expect(left.filter((name) => name.startsWith(form.body.uploadId) || name.endsWith(".unpacked"))).toEqual(
      [],
    );
    // Other weights are another network.
    const other = Buffer.from(data);
    other[40]! ^= 1;
    const changed = await importIt(
      (await sendForm({ "model.onnx": model, "model.onnx.data": other })).body.uploadId,
    );
    expect(changed.errors?.[0]?.extensions.code).toBe("CONFLICT");
  });

  it("says which files to upload with it when it comes alone", async () => {
    const { errors } = await importIt(await upload(model));
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(
        /"model\.onnx\.data" did not come with it; upload the model with "model\.onnx\.data", as several files of one form or in a zip/,
      ),
      extensions: { code: "BAD_USER_INPUT", field: "uploadId" },
    });
  });

  it("does not take another upload for its data file", async () => {
    const secret = await upload(data);
    const named = Buffer.from(
      model.toString("latin1").replaceAll("model.onnx.data", secret.slice(0, 15)),
      "latin1",
    );
    const { errors } = await importIt(await upload(named));
    expect(errors?.[0]?.message).toContain("did not come with it");
  });

  it.each([
    [
      "without a model",
      { "model.onnx.data": "x", "readme.txt": "y" },
      /has no \.onnx file; it has "model\.onnx\.data", "readme\.txt"/,
    ],
    ["with two models", { "a.onnx": "x", "b/c.ONNX": "y" }, /has 2 \.onnx files: "a\.onnx", "b\/c\.ONNX"/],
    ["that is a PyTorch checkpoint", { "net/data.pkl": "x", "net/version": "3" }, /torch\.onnx\.export/],
    [
      "with a path that climbs",
      { "model.onnx": "x", "../model.onnx.data": "y" },
      /only relative paths that go down/,
    ],
    ["with a file that is also a folder", { a: "x", "a/model.onnx": "y" }, /as a file and as a folder/],
    [
      "with data in another folder",
      { "net/model.onnx": "MODEL", "model.onnx.data": "x" },
      /"model\.onnx\.data" is missing; put it beside the model/,
    ],
    [
      "that is too large when unpacked",
      { "model.onnx": "MODEL", "model.onnx.data": "x".repeat(17 * 2 ** 20) },
      /unpacks to more than 16777216 bytes/,
    ],
  ])("refuses an archive %s, and stores nothing", async (_what, files, message) => {
    const before = await stored();
    const packed = Object.entries(files).map(([name, text]) => [name, text === "MODEL" ? model : text]);
    const archive = gzipSync(await tarOf(Object.fromEntries(packed)));
    const { errors } = await importIt(await upload(archive));
    expect(errors?.[0]).toMatchObject({
      message: expect.stringMatching(message),
      extensions: { code: "BAD_USER_INPUT" },
    });
    expect(await stored()).toEqual(before);
    expect(
      (await readdir(path.join(api.dataDir, "uploads"))).filter((name) => name.endsWith(".unpacked")),
    ).toEqual([]);
  });

  it("refuses links in an archive", async () => {
    const { errors } = await importIt(await upload(zipOf({ "model.onnx": model }, { symlink: true })));
    expect(errors?.[0]?.message).toContain('"model.onnx" is a link');
  });

  it("refuses files of a form whose names lead out, are equal or too many, and keeps none", async () => {
    await upload(model);
    const kept = async () => (await readdir(path.join(api.dataDir, "uploads"))).length;
    const before = await kept();
    const climbing = await sendForm({ "model.onnx": model, "../model.onnx.data": data });
    expect([climbing.status, climbing.body.error]).toEqual([
      400,
      expect.stringContaining('"../model.onnx.data"'),
    ]);
    const equal = await request(api.url)
      .post("/uploads")
      .attach("file", model, "model.onnx")
      .attach("file", data, "MODEL.onnx");
    expect([equal.status, equal.body.error]).toEqual([400, expect.stringContaining("Two files are called")]);
    const nested = await sendForm({ "model.onnx": model, "model.onnx/data": data });
    expect([nested.status, nested.body.error]).toEqual([
      400,
      expect.stringContaining("cannot be stored beside"),
    ]);
    const many = await sendForm(Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.bin`, data])));
    expect([many.status, many.body.error]).toEqual([400, expect.stringContaining("more than 32 files")]);
    const large = await sendForm({ "model.onnx": model, "model.onnx.data": Buffer.alloc(5 * 2 ** 20) });
    expect(large.status).toBe(413);
    expect(await kept()).toBe(before);
  });

  it("takes data in a folder beside the model, and no several files for images", async () => {
    const { body } = await sendForm({ "model.onnx": model, "model.onnx.data": data });
    const { errors } = await api.graphql(IMPORT_SET, { upload: body.uploadId, name: "x" });
    expect(errors?.[0]).toMatchObject({
      message: expect.stringContaining("send one archive"),
      extensions: { code: "BAD_USER_INPUT", field: "uploadId" },
    });
    const inFolder = Buffer.from(
      model.toString("latin1").replaceAll("model.onnx.data", "dir/weights.bin"),
      "latin1",
    );
    const form = await sendForm({ "model.onnx": inFolder, "dir/weights.bin": data });
    expect((await importIt(form.body.uploadId)).errors).toBeUndefined();
  });
});

it("takes no path for an upload's id", async () => {
  const { errors } = await api.graphql(IMPORT_MODEL, { upload: "../blobs", name: "x" });
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: "uploadId" });
});
