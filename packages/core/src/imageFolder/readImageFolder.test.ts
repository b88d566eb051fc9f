import { readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { BadImagesError } from "../errors.js";
import { sha256Of } from "./imagesDigest.js";
import { OpenFiles } from "./openFiles.js";
import { type ImageFolderOptions, readImageFolder } from "./readImageFolder.js";
import { folderOf, pngOf, temporaryFolder, writeFiles } from "./testing/folderOf.js";

const NO_CACHE: ImageFolderOptions = { cacheFolder: null };

/** Five bad images of different kinds, by name, and what the message has to say of each. */
const BAD = {
  "c1/empty.png": /is empty/,
  "c2/cut.png": /begins like a PNG file but cannot be decoded: it is cut off/,
  "c3/text.png": /is not an image of a known format/,
  "c4/flipped.png": /begins like a PNG file but cannot be decoded/,
  "c5/gone.png": /is a link to "\/nowhere\.png", which does not exist/,
};

async function addBad(folder: string): Promise<void> {
  const png = await pngOf(99, 64);
  const flipped = Uint8Array.from(png);
  flipped[Math.floor(png.length / 2)] ^= 0xff;
  await writeFiles(folder, {
    "c1/empty.png": "",
    "c2/cut.png": png.subarray(0, png.length / 2),
    "c3/text.png": "hello, this is no image",
    "c4/flipped.png": flipped,
  });
  await symlink("/nowhere.png", path.join(folder, "c5/gone.png"));
}

describe("a folder of 2,000 images with five bad ones", () => {
  async function badFolder(): Promise<string> {
    const folder = await temporaryFolder();
    const pictures = await Promise.all(Array.from({ length: 50 }, (_, i) => pngOf(i)));
    const names = Array.from({ length: 2_000 }, (_, i) => `c${i % 10}/${i}.png`);
    await writeFiles(folder, Object.fromEntries(names.map((name, i) => [name, pictures[i % 50]])));
    await addBad(folder);
    return folder;
  }

  it("is refused, all five named with what is wrong with each", async () => {
    const folder = await badFolder();
    const error = await readImageFolder(folder, NO_CACHE).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(BadImagesError);
    const { images, message, code } = error as BadImagesError;
    expect(code).toBe("BAD_IMAGES");
    expect(images.map(({ name }) => name)).toEqual(Object.keys(BAD));
    for (const { name, reason } of images) expect(reason).toMatch(BAD[name as keyof typeof BAD]);
    expect(message).toMatch(
      /^The folder of images ".*" has bad images, 5 of 2005:\n {2}"c1\/empty.png" is empty\n/,
    );
    for (const name of Object.keys(BAD)) expect(message).toContain(`"${name}"`);
  });

  it("is read without them when they are to be skipped, and says so", async () => {
    const folder = await badFolder();
    const images = await readImageFolder(folder, { ...NO_CACHE, skipBadImages: true });
    expect(images.entries).toHaveLength(2_000);
    expect(images.skipped.count).toBe(5);
    expect(images.skipped.images.map(({ name }) => name)).toEqual(Object.keys(BAD));
    for (const name of Object.keys(BAD)) await rm(path.join(folder, name));
    const mended = await readImageFolder(folder, NO_CACHE);
    expect(mended.digest).toBe(images.digest);
    expect(mended.skipped).toEqual({ count: 0, images: [] });
  });
});

it("names the first twenty bad images and counts the others", async () => {
  const names = Array.from({ length: 25 }, (_, i) => `${String(i).padStart(2, "0")}.png`);
  const folder = await writeFiles(
    await temporaryFolder(),
    Object.fromEntries(names.map((name) => [name, "x"])),
  );
  const error = (await readImageFolder(folder, NO_CACHE).catch((e: unknown) => e)) as BadImagesError;
  expect(error.message).toContain('"19.png"');
  expect(error.message).not.toContain('"20.png"');
  expect(error.message).toContain("and 5 more");
  expect(error.images).toHaveLength(25);
});

it("refuses to skip the last image of a class", async () => {
  const folder = await writeFiles(await folderOf("a/1.png", "b/1.png"), { "c/1.png": "x", "c/2.png": "" });
  await expect(readImageFolder(folder, { ...NO_CACHE, skipBadImages: true })).rejects.toThrow(
    /All 2 images of class "c" in partition "all" are bad.*"c\/1.png" is not an image/,
  );
});

it("takes content for what it is, whatever the ending, and names files that the system does not give", async () => {
  const jpeg = await sharp(await pngOf(1))
    .jpeg()
    .toBuffer();
  const folder = await writeFiles(await temporaryFolder(), {
    "a/1.png": jpeg,
    "a/2.jfif": jpeg,
    "a/3.png": undefined,
  });
  expect((await readImageFolder(folder, NO_CACHE)).entries).toHaveLength(3);
  const denied = Object.assign(new Error("EACCES: permission denied"), { code: "EACCES" });
  const readBytes = () => Promise.reject(denied);
  const error = await readImageFolder(folder, { ...NO_CACHE, readBytes }).catch((e: unknown) => e);
  expect((error as BadImagesError).images[0]).toEqual({
    name: "a/1.png",
    reason: "cannot be read: permission denied (EACCES)",
  });
});

it("tells images by names and contents: the digest of the same set in a store", async () => {
  const [one, two] = [await pngOf(1), await pngOf(2)];
  const folder = await writeFiles(await temporaryFolder(), { "b/2.png": two, "a/1.png": one });
  const { digest } = await readImageFolder(folder, NO_CACHE);
  const lines = `a/1.png\0${sha256Of(one)}\nb/2.png\0${sha256Of(two)}\n`;
  expect(digest).toBe(sha256Of(Buffer.from(lines)));
  // Other pixels in as many bytes, under the same name.
  const changed = await folderOf("a/1.png", "b/2.png");
  expect((await readImageFolder(changed, NO_CACHE)).digest).not.toBe(digest);
});

describe("formats", () => {
  const FORMATS = new URL("../../../../tests/reference/formats/", import.meta.url);
  const FIELD = fileURLToPath(
    new URL("../../../../tests/reference/field/class_of_bmp/photos", import.meta.url),
  );

  it("of all kinds are read: a class of BMP, one with TIFF", async () => {
    const { classes, entries, leftOut } = await readImageFolder(FIELD, NO_CACHE);
    expect([classes, entries.length, leftOut]).toEqual([["ant", "bee", "cow"], 16, undefined]);
  });

  it("with several pages or frames are told of, also when the check is kept", async () => {
    const folder = await writeFiles(await folderOf("a/1.png"), {
      "a/2.tif": await readFile(new URL("pages.tif", FORMATS)),
      "a/3.gif": await readFile(new URL("animated.gif", FORMATS)),
    });
    const options = { cacheFolder: await temporaryFolder(), now: () => Date.now() + 10_000 };
    const first = await readImageFolder(folder, options);
    expect(first.leftOut).toBe(
      "Left out: all pages or frames but the first of 2 images (a/2.tif has 2, a/3.gif has 2).",
    );
    const readBytes = () => Promise.reject(new Error("It is known already."));
    expect((await readImageFolder(folder, { ...options, readBytes })).leftOut).toBe(first.leftOut);
  });
});

describe("a machine that does not give files", () => {
  const failing = (code: string) => Object.assign(new Error(code), { code });

  it("has no bad images: a disk that fails is an error of its own, also where bad ones are skipped", async () => {
    const folder = await folderOf("a/1.png", "a/2.png");
    const readBytes = (file: string) =>
      file.endsWith("2.png") ? Promise.reject(failing("EIO")) : readFile(file);
    await expect(
      readImageFolder(folder, { ...NO_CACHE, readBytes, skipBadImages: true }),
    ).rejects.toMatchObject({
      code: "IMAGE_READ",
      message: expect.stringContaining('"a/2.png" could not be read: the disk reports an error (EIO).'),
    });
  });

  it("has too many files open for a while: images are read then", async () => {
    const folder = await folderOf("a/1.png", "a/2.png", "a/3.png");
    let failures = 0;
    const readBytes = (file: string) => (failures++ < 5 ? Promise.reject(failing("EMFILE")) : readFile(file));
    const openFiles = new OpenFiles(async () => undefined);
    const images = await readImageFolder(folder, { ...NO_CACHE, readBytes, openFiles });
    expect([images.entries.length, images.skipped.count]).toEqual([3, 0]);
    const never = () => Promise.reject(failing("EMFILE"));
    await expect(readImageFolder(folder, { ...NO_CACHE, readBytes: never, openFiles })).rejects.toThrow(
      "could not be read: too many open files (EMFILE)",
    );
  });
});

// Other systems keep no such names.
it.skipIf(process.platform === "win32")("shows control characters in names of bad images", async () => {
  const folder = await writeFiles(await temporaryFolder(), { "a/\u001b[2J\n.png": "x" });
  const error = (await readImageFolder(folder, NO_CACHE).catch((e: unknown) => e)) as BadImagesError;
  expect(error.message).toContain('  "a/\\u001b[2J\\u000a.png" is not an image');
  expect(error.images[0].name).toBe("a/\u001b[2J\n.png");
});

describe("reading an image later", () => {
  it("gives its bytes, and says when it is gone or has changed", async () => {
    const folder = await folderOf("a/1.png", "a/2.png");
    const images = await readImageFolder(folder, NO_CACHE);
    expect(sha256Of(await images.read(1))).toBe(images.files[1].sha256);
    await writeFile(path.join(folder, "a/1.png"), await pngOf(5));
    await expect(images.read(0)).rejects.toThrow('The image "a/1.png" has changed since its set was checked');
    await rename(path.join(folder, "a/2.png"), path.join(folder, "x"));
    await expect(images.read(1)).rejects.toMatchObject({
      code: "IMAGE_CHANGED",
      message: expect.stringContaining(
        '"a/2.png" was there when its set was checked, and cannot be read any more',
      ),
    });
  });
});

it("stops when it is told to, and keeps what was checked", async () => {
  const names = Array.from({ length: 60 }, (_, i) => `${i}.png`);
  const folder = await folderOf(...names);
  const cacheFolder = await temporaryFolder();
  const now = () => Date.now() + 10_000;
  const stop = new AbortController();
  let read = 0;
  const counted: ImageFolderOptions = { cacheFolder, now, onProgress: () => read++ };
  const stopped = readImageFolder(folder, {
    ...counted,
    signal: stop.signal,
    onProgress: (done) => {
      if (done === 20) stop.abort();
    },
  });
  await expect(stopped).rejects.toMatchObject({ code: "CANCELLED" });
  const files: string[] = [];
  const readBytes = (file: string) => {
    files.push(file);
    return readFile(file);
  };
  expect((await readImageFolder(folder, { ...counted, readBytes })).entries).toHaveLength(60);
  expect(read).toBe(60);
  expect(files.length).toBeLessThanOrEqual(40);
});
