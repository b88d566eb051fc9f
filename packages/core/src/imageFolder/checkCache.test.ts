import { mkdir, readdir, readFile, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { cacheFolder } from "./cacheFolder.js";
import { CheckCache, type KeptCheck } from "./checkCache.js";
import { type ImageFolderOptions, readImageFolder } from "./readImageFolder.js";
import { folderOf, pngOf, temporaryFolder, writeFiles } from "./testing/folderOf.js";

/** Reads a folder some time after its files were written; the paths of the images that were read. */
async function readLater(folder: string, options: ImageFolderOptions) {
  const read: string[] = [];
  const images = await readImageFolder(folder, {
    now: () => Date.now() + 10_000,
    readBytes: (file) => {
      read.push(path.basename(file));
      return readFile(file);
    },
    ...options,
  });
  return { images, read: read.sort() };
}

describe("a second start", () => {
  it("reads no image of an unchanged folder, and the changed one of a changed folder", async () => {
    const folder = await folderOf("a/1.png", "a/2.png", "b/3.png");
    const cache = { cacheFolder: await temporaryFolder() };
    const first = await readLater(folder, cache);
    expect(first.read).toEqual(["1.png", "2.png", "3.png"]);
    const second = await readLater(folder, cache);
    expect(second.read).toEqual([]);
    expect(second.images.digest).toBe(first.images.digest);
    expect(second.images.files).toEqual(first.images.files);
    await writeFile(path.join(folder, "a/2.png"), await pngOf(50));
    const third = await readLater(folder, cache);
    expect(third.read).toEqual(["2.png"]);
    expect(third.images.digest).not.toBe(first.images.digest);
  });

  it("keeps bad images too, and reads them once they have changed", async () => {
    const folder = await writeFiles(await folderOf("a/1.png", "b/1.png"), { "a/bad.png": "x" });
    const cache = { cacheFolder: await temporaryFolder() };
    await expect(readLater(folder, cache)).rejects.toThrow('"a/bad.png" is not an image');
    const again = await readLater(folder, { ...cache, skipBadImages: true });
    expect([again.read, again.images.skipped.count]).toEqual([[], 1]);
    await writeFile(path.join(folder, "a/bad.png"), await pngOf(8));
    expect((await readLater(folder, cache)).read).toEqual(["bad.png"]);
  });

  it("does not trust files that changed just before they were read", async () => {
    const folder = await folderOf("1.png");
    const options = { cacheFolder: await temporaryFolder(), now: () => 0 };
    await readLater(folder, options);
    expect((await readLater(folder, options)).read).toEqual(["1.png"]);
  });

  it("says how many images differ from the set before", async () => {
    const folder = await folderOf("1.png", "2.png", "3.png");
    const cache = { cacheFolder: await temporaryFolder() };
    const { images: before } = await readLater(folder, cache);
    expect(before.previous).toBeUndefined();
    await writeFiles(folder, { "2.png": await pngOf(60), "4.png": await pngOf(61) });
    for (let start = 0; start < 2; start++) {
      const { images } = await readLater(folder, cache);
      expect(images.previous).toEqual({ digest: before.digest, differing: 2 });
    }
  });
});

describe("kept checks", () => {
  const check: KeptCheck = {
    stamp: "1 2 3 4",
    isTrusted: true,
    sha256: "ab",
    fault: 'is "odd"\tand long',
    pages: 3,
  };

  it("come back as they were, wherever the files lie", async () => {
    const cache = new CheckCache(await temporaryFolder(), "/photos");
    const checks = new Map([
      ["/photos/a/1.png", check],
      ["/elsewhere/ü 2.png", { ...check, isTrusted: false, fault: null }],
    ]);
    const history = { digest: "d", previous: { digest: "c", differing: 3 } };
    await cache.save(checks, history);
    expect(await cache.load()).toEqual({ checks, history });
    expect(await readdir(path.dirname(cache.file))).toEqual([path.basename(cache.file)]);
    await cache.save(new Map([["/photos/new\nline.png", check]]));
    expect((await cache.load()).checks.size).toBe(0);
  });

  it("are nothing when the file is damaged, cut off or of another folder", async () => {
    const folder = await temporaryFolder();
    const cache = new CheckCache(folder, "/photos");
    await cache.save(new Map([["/photos/a/1.png", check]]));
    const whole = await readFile(cache.file, "utf8");
    const nothing = { checks: new Map() };
    await writeFile(cache.file, whole.replace("1 2 3 4", "1 2 3 5"));
    expect(await cache.load()).toEqual(nothing);
    await writeFile(cache.file, whole.replace("/photos", "/others"));
    expect(await cache.load()).toEqual(nothing);
    for (const text of ["", "text", "{}\n{}\n", "\n\n\n"]) {
      await writeFile(cache.file, text);
      expect(await cache.load()).toEqual(nothing);
    }
    await writeFile(cache.file, whole);
    expect((await cache.load()).checks.size).toBe(1);
    await truncate(cache.file, whole.length - 30);
    expect(await cache.load()).toEqual(nothing);
  });

  it("that cannot be written are a warning and no more", async () => {
    const folder = await folderOf("1.png");
    const blocked = path.join(await temporaryFolder(), "file");
    await writeFile(blocked, "");
    const warnings: string[] = [];
    const options = { cacheFolder: blocked, onWarning: (text: string) => warnings.push(text) };
    expect((await readLater(folder, options)).images.entries).toHaveLength(1);
    expect(warnings).toEqual([expect.stringContaining("cannot be kept in")]);
    await mkdir(path.join(folder, "unused"), { recursive: true });
  });
});

it("the cache lies where the system keeps such things", () => {
  expect(cacheFolder({ UNITSCOPE_CACHE: "/mine", XDG_CACHE_HOME: "/xdg" }, "linux", "/home/a")).toBe("/mine");
  expect(cacheFolder({ XDG_CACHE_HOME: "/xdg" }, "linux", "/home/a")).toBe("/xdg/unitscope");
  expect(cacheFolder({ XDG_CACHE_HOME: "relative" }, "linux", "/home/a")).toBe("/home/a/.cache/unitscope");
  expect(cacheFolder({}, "darwin", "/Users/a")).toBe("/Users/a/Library/Caches/unitscope");
});
