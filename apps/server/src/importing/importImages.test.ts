import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { readImageFolder } from "@unitscope/core/importing";
import { BadImagesError } from "@unitscope/core/reading";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Database, openDatabase } from "../db/database.js";
import { findImageFiles, findPartitions, type ImageSetRow } from "../db/imageSets.js";
import { BlobStore } from "../store/blobStore.js";
import { blobImageSource } from "../store/imageSource.js";
import { tarOf, zipOf } from "../testing/archives.js";
import { copyFewImages } from "../testing/sampleStores.js";
import { SAMPLES } from "../testing/testApi.js";
import { createTestDatabase } from "../testing/testDatabase.js";
import { importImageArchive } from "./importImageArchive.js";
import { importImageFolder } from "./importImageFolder.js";

let db: Database;
let folder: string;
beforeAll(async () => {
  db = openDatabase(await createTestDatabase(), { connections: 2 });
  folder = await mkdtemp(path.join(tmpdir(), "unitscope-images-"));
});
afterAll(async () => {
  await db.$disconnect();
  await rm(folder, { recursive: true });
});

/** A store of its own. */
async function newStore(): Promise<{ blobs: BlobStore; stored: () => Promise<string[]> }> {
  const dataDir = await mkdtemp(path.join(folder, "store-"));
  const stored = async () => {
    const entries = await readdir(path.join(dataDir, "blobs"), {
      recursive: true,
      withFileTypes: true,
    }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  };
  return { blobs: BlobStore.inFolder(dataDir), stored };
}

const SAMPLE_FOLDER = path.join(SAMPLES, "tinted-fashion");

async function sampleFiles(): Promise<Buffer[]> {
  const files = ["000", "001", "002", "003", "004"];
  return Promise.all(files.map((name) => readFile(path.join(SAMPLE_FOLDER, `train/bag/${name}.png`))));
}

/** 2,000 small images in ten classes, and five bad ones of different kinds. */
async function folderWithBadImages(): Promise<{ dir: string; bad: string[] }> {
  const dir = await mkdtemp(path.join(folder, "bad-"));
  const whole = await sampleFiles();
  for (let c = 0; c < 10; c++) await mkdir(path.join(dir, `c${c}`));
  for (let i = 0; i < 2_000; i++)
    await writeFile(path.join(dir, `c${i % 10}/${i}.png`), whole[i % whole.length]!);
  const [first] = whole as [Buffer];
  const flipped = Buffer.from(first);
  flipped.fill(0x55, 3_000, 3_020);
  await writeFile(path.join(dir, "c1/empty.png"), "");
  await writeFile(path.join(dir, "c2/cut.png"), first.subarray(0, first.length / 2));
  await writeFile(path.join(dir, "c3/text.png"), "hello, this is no image");
  await writeFile(path.join(dir, "c4/flipped.png"), flipped);
  await symlink("/nowhere.png", path.join(dir, "c5/gone.png"));
  return { dir, bad: ["c1/empty.png", "c2/cut.png", "c3/text.png", "c4/flipped.png", "c5/gone.png"] };
}

it("names all bad images of a folder and stores nothing, or leaves them out and records them", async () => {
  const { dir, bad } = await folderWithBadImages();
  const { blobs, stored } = await newStore();
  const error = await importImageFolder(db, blobs, { dir, name: "bad" }).catch((e: unknown) => e);
  expect(error).toBeInstanceOf(BadImagesError);
  expect((error as BadImagesError).images.map(({ name }) => name)).toEqual(bad);
  expect(await stored()).toEqual([]);
  const seen: number[] = [];
  const row = await importImageFolder(db, blobs, {
    dir,
    name: "bad",
    skipBadImages: true,
    onProgress: (done) => seen.push(done),
  });
  expect(row).toMatchObject({ imageCount: 2_000, skippedCount: 5 });
  expect((row.skippedImages as { name: string }[]).map(({ name }) => name)).toEqual(bad);
  expect(await stored()).toHaveLength(5);
  expect(seen).toEqual([...seen].sort((a, b) => a - b));
  expect(seen.at(-1)).toBe(2_005);
});

it("gives a folder, its archive and the command line one digest", async () => {
  const dir = await copyFewImages(await mkdtemp(path.join(folder, "few-")));
  const { blobs } = await newStore();
  const row = await importImageFolder(db, blobs, { dir, name: "folder" });
  const { digest, entries } = await readImageFolder(dir);
  expect(row.digest).toBe(digest);
  const files: Record<string, Uint8Array> = {};
  for (const { name } of entries) files[`photos/${name}`] = await readFile(path.join(dir, name));
  const archive = path.join(folder, "few.tar");
  await writeFile(archive, await tarOf({ ...files, "photos/@eaDir/x.jpg": "x", "photos/README.txt": "x" }));
  const packed = await importImageArchive(db, blobs, {
    path: archive,
    name: "archive",
    unpackLimitBytes: 2 ** 24,
  });
  expect(packed.digest).toBe(digest);
  expect(packed.leftOut).toBe(
    "Left out: 1 file that is no image (photos/README.txt); 1 hidden or left behind by a system (@eaDir).",
  );
});

it("finds the same wrong with a folder and its archive: empty classes, formats that are not read, leftovers", async () => {
  const [a, b] = (await sampleFiles()) as [Buffer, Buffer];
  const { blobs } = await newStore();
  const limits = { unpackLimitBytes: 2 ** 24 };
  const outcomes = async (files: Readonly<Record<string, Uint8Array | string>>) => {
    const dir = await mkdtemp(path.join(folder, "twin-"));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.join(dir, name.endsWith("/") ? name : path.dirname(name)), { recursive: true });
      if (!name.endsWith("/")) await writeFile(path.join(dir, name), content);
    }
    const archives = { tar: await tarOf(files), zip: zipOf(files) };
    const told = (set: { leftOut: string | null; digest: string }) => [set.digest, set.leftOut];
    const refused = (error: { problems?: readonly string[] }) => error.problems;
    const found = [await importImageFolder(db, blobs, { dir, name: dir }).then(told, refused)];
    for (const [kind, bytes] of Object.entries(archives)) {
      const file = `${dir}.${kind}`;
      await writeFile(file, bytes);
      found.push(
        await importImageArchive(db, blobs, { path: file, name: file, ...limits }).then(told, refused),
      );
    }
    return found;
  };
  const images = { "bag/a.png": a, "hat/b.png": b };
  const additions: Readonly<Record<string, string>>[] = [
    { "@eaDir/bag/a/x.jpg": "x", "@eaDir/bag/a/y.jpg": "x", "bag/.DS_Store": "x", "hat/.x/": "" },
    { "shoe/": "" },
    { "shoe/left/": "", "shoe/Thumbs.db": "x" },
    { "shoe/raw/1.svg": "x" },
    { "shoe/notes/1.txt": "x" },
  ];
  for (const more of additions) {
    const [inFolder, inTar, inZip] = await outcomes({ ...images, ...more });
    // Digest and line of a set, or the one problem.
    expect(inFolder).toHaveLength("bag/.DS_Store" in more ? 2 : 1);
    expect(inTar).toEqual(inFolder);
    expect(inZip).toEqual(inFolder);
  }
});

describe("a folder, its zip, tar and tar.gz, and the command line", () => {
  /** What each reader says of the same files, the names of the place left out. */
  async function told(files: Readonly<Record<string, Uint8Array | string>>, skipBadImages = false) {
    const dir = await mkdtemp(path.join(folder, "same-"));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(path.join(dir, path.dirname(name)), { recursive: true });
      await writeFile(path.join(dir, name), content);
    }
    const { blobs } = await newStore();
    const refused = (error: Error) =>
      error.message.replace(/^The (archive of images|folder of images ".*?")/, "It");
    const set = async (row: ImageSetRow) => ({
      classes: row.classes,
      partitions: (await findPartitions(db, [row.id])).map(({ name, imageCount }) => ({ name, imageCount })),
      digest: row.digest,
      images: row.imageCount,
      skipped: row.skippedImages,
      leftOut: row.leftOut,
    });
    const tar = await tarOf(files);
    const archives = { zip: zipOf(files), tar, "tar.gz": gzipSync(tar) };
    const outcomes: Record<string, unknown> = {
      commandLine: await readImageFolder(dir, { cacheFolder: null, skipBadImages }).then(
        ({ classes, partitions, digest, entries, skipped, leftOut }) => ({
          classes,
          partitions: partitions.map((name, p) => ({
            name,
            imageCount: entries.filter(({ partition }) => partition === p).length,
          })),
          digest,
          images: entries.length,
          skipped: skipped.images,
          leftOut: leftOut ?? null,
        }),
        refused,
      ),
      folder: await importImageFolder(db, blobs, { dir, name: dir, skipBadImages }).then(set, refused),
    };
    for (const [kind, bytes] of Object.entries(archives)) {
      const file = `${dir}.${kind}`;
      await writeFile(file, bytes);
      const archive = { path: file, name: file, unpackLimitBytes: 2 ** 24, skipBadImages };
      outcomes[kind] = await importImageArchive(db, blobs, archive).then(set, refused);
    }
    const { commandLine, ...others } = outcomes;
    for (const [kind, outcome] of Object.entries(others)) expect(outcome, kind).toEqual(commandLine);
    return commandLine;
  }

  const FORMATS = path.resolve(SAMPLES, "../tests/reference/formats");
  const format = (name: string) => readFile(path.join(FORMATS, name));

  it("say the same of images of every format in one folder around everything", async () => {
    const files = {
      "photos/train/ant/1.bmp": await format("rle8.bmp"),
      "photos/train/bee/1.tif": await format("pages.tif"),
      "photos/valid/ant/1.jfif": await format("cmyk.jpg"),
      "photos/valid/bee/1.ppm": await format("p6_deep.ppm"),
      "photos/valid/bee/2.avif": await format("photo.avif"),
      "photos/valid/bee/3.svg": "<svg/>",
      "photos/README.txt": "x",
    };
    expect(await told(files)).toMatchObject({
      classes: ["ant", "bee"],
      partitions: [
        { name: "train", imageCount: 2 },
        { name: "valid", imageCount: 3 },
      ],
      leftOut:
        "Left out: 1 file that is no image (photos/README.txt); 1 file of formats that are not read (SVG 1); all pages or frames but the first of 1 image (train/bee/1.tif has 2).",
    });
  });

  it("say the same of bad images, refused and skipped", async () => {
    const whole = await format("bit24.bmp");
    const files = {
      "a/1.bmp": whole,
      "a/2.bmp": whole.subarray(0, 300),
      "b/1.png": await format("deep.png"),
      "b/2\u001b.png": "no image",
      "b/3.jpg": Buffer.from("\0\0\0\x1cftypheic\0\0\0\0mif1heic....", "latin1"),
    };
    expect(await told(files)).toMatch(
      /^It has bad images, 3 of 5:\n {2}"a\/2\.bmp" begins like a BMP file but cannot be decoded: it is cut off\n {2}"b\/2\\u001b\.png" is not an image/,
    );
    expect(await told(files, true)).toMatchObject({ images: 2, skipped: [{}, {}, {}] });
  });

  it("say the same of folders that cannot be used", async () => {
    const png = await format("alpha.png");
    expect(await told({ "a/1.png": png, "b/1.svg": "x" })).toContain('The class "b" loses all its files');
    expect(await told({ "a/1.png": png, "2.png": png })).toContain("lie at different depths");
    expect(await told({ "x/t/a/1.png": png, "x/v/b/1.png": png })).toContain("for 2 reasons");
    expect(await told({ "notes.txt": "x" })).toContain("It holds no image");
  });
});

it("takes an image of an archive that is too large as a bad one, with its name", async () => {
  const [a] = (await sampleFiles()) as [Buffer];
  const huge = Buffer.alloc(2 ** 28 + 1);
  const archive = path.join(folder, "huge.tar.gz");
  await writeFile(
    archive,
    gzipSync(await tarOf({ "bag/1.png": a, "bag/2.png": huge, "bag/3.png": a }), { level: 1 }),
  );
  const { blobs } = await newStore();
  const request = { path: archive, name: "huge", unpackLimitBytes: 2 ** 30 };
  await expect(importImageArchive(db, blobs, request)).rejects.toThrow(
    'has bad images, 1 of 3:\n  "bag/2.png" has 268435457 bytes; at most 268435456 are read',
  );
  expect(await importImageArchive(db, blobs, { ...request, skipBadImages: true })).toMatchObject({
    imageCount: 2,
  });
});

it("takes files alone, in a folder and in an archive", async () => {
  const [a, b] = (await sampleFiles()) as [Buffer, Buffer];
  const dir = await mkdtemp(path.join(folder, "flat-"));
  await writeFile(path.join(dir, "a.png"), a);
  await writeFile(path.join(dir, "b.png"), b);
  const { blobs } = await newStore();
  const row = await importImageFolder(db, blobs, { dir, name: "flat" });
  expect(row.classes).toEqual(["all"]);
  const archive = path.join(folder, "flat.tar");
  await writeFile(archive, await tarOf({ "a.png": a, "b.png": b }));
  const same = await importImageArchive(db, blobs, {
    path: archive,
    name: "flat",
    unpackLimitBytes: 2 ** 24,
  });
  expect(same.id).toBe(row.id);
});

it("leaves nothing of an archive that is refused, and takes nothing from one that is imported meanwhile", async () => {
  const [a, b] = (await sampleFiles()) as [Buffer, Buffer];
  const { blobs, stored } = await newStore();
  const refused = path.join(folder, "refused.tar");
  await writeFile(refused, await tarOf({ "bag/a.png": a, "bag/b.png": b, "bag/c.png": "no image" }));
  const taken = path.join(folder, "taken.tar");
  await writeFile(taken, await tarOf({ "bag/a.png": a, "hat/b.png": b }));
  const limits = { unpackLimitBytes: 2 ** 24 };
  const first = importImageArchive(db, blobs, { path: refused, name: "refused", ...limits });
  const outcomes = await Promise.allSettled([
    first,
    importImageArchive(db, blobs, { path: taken, name: "taken", ...limits }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "fulfilled"]);
  expect(await stored()).toHaveLength(2);
  // Of a refused one alone nothing is left.
  const empty = await newStore();
  await expect(
    importImageArchive(db, empty.blobs, { path: refused, name: "refused", ...limits }),
  ).rejects.toThrow('"bag/c.png" is not an image');
  // A name that other images have refuses as well.
  await expect(importImageArchive(db, empty.blobs, { path: taken, name: "flat", ...limits })).rejects.toThrow(
    "Other images are already called",
  );
  expect(await empty.stored()).toEqual([]);
});

it("tells a blob that is missing or damaged, and puts it back when the same images are imported again", async () => {
  const dir = await copyFewImages(await mkdtemp(path.join(folder, "lost-")));
  const dataDir = await mkdtemp(path.join(folder, "store-"));
  const blobs = BlobStore.inFolder(dataDir);
  const row = await importImageFolder(db, blobs, { dir, name: "lost" });
  const files = await findImageFiles(db, row.id);
  const source = blobImageSource(blobs, files);
  const placeOf = (digest: string) =>
    path.join(dataDir, "blobs/sha256", digest.slice(0, 2), digest.slice(2, 4), digest);
  await rm(placeOf(files[0]!.sha256));
  await writeFile(placeOf(files[1]!.sha256), "damaged");
  await expect(source.read(0)).rejects.toMatchObject({
    code: "IMAGE_CHANGED",
    message: expect.stringContaining(`The image "${files[0]!.path}" was there when its set was checked`),
  });
  await expect(source.read(1)).rejects.toThrow(`The image "${files[1]!.path}" has changed`);
  expect((await importImageFolder(db, blobs, { dir, name: "lost" })).id).toBe(row.id);
  for (const i of [0, 1]) expect((await source.read(i)).byteLength).toBe(files[i]!.byteSize);
});
