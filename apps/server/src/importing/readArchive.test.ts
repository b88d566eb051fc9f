import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { type Pack, pack } from "tar-stream";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bytesOf, tarOf, zipOf } from "../testing/archives.js";
import { readArchive } from "./readArchive.js";

const LIMITS = { totalBytes: 1000, fileBytes: 800 };
const FILES = {
  "train/bag/1.png": "one",
  "./valid/bag/1.png": "two",
  "left/x.txt": "passed over",
  "train/left.csv": "passed over",
};
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "unitscope-archive-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function read(
  bytes: Uint8Array,
  limits: Parameters<typeof readArchive>[1] = LIMITS,
): Promise<Record<string, string>> {
  const file = path.join(folder, "archive");
  await writeFile(file, bytes);
  const found: Record<string, string> = {};
  for await (const entry of readArchive(file, limits, (name) => !name.includes("left")))
    found[entry.path] =
      entry.bytes === null ? `${entry.byteSize} bytes` : Buffer.from(entry.bytes).toString();
  return found;
}

function tarWith(add: (archive: Pack) => void): Promise<Buffer> {
  const archive = pack();
  add(archive);
  return bytesOf(archive);
}

it("reads zip, tar and tar.gz alike, without the bytes of what is not wanted", async () => {
  const wanted = {
    "train/bag/1.png": "one",
    "valid/bag/1.png": "two",
    "left/x.txt": "",
    "train/left.csv": "",
  };
  const tar = await tarOf(FILES);
  const named = { "train/": "", "train/empty/": "" };
  expect(await read(zipOf({ ...named, ...FILES }))).toEqual({ ...named, ...wanted });
  const folders = tarWith((archive) => {
    for (const name of ["./", "./train", "train/empty/"]) archive.entry({ name, type: "directory" });
    archive.entry({ name: "train/x.png" }, "one");
  });
  expect(await read(await folders)).toEqual({ ...named, "train/x.png": "one" });
  expect(await read(zipOf(FILES))).toEqual(wanted);
  expect(await read(tar)).toEqual(wanted);
  expect(await read(gzipSync(tar))).toEqual(wanted);
});

it.each(["../evil.png", "a/../../evil.png", "/etc/evil.png", "C:/evil.png", "a\\evil.png"])(
  "refuses the path %s",
  async (name) => {
    await expect(read(await tarOf({ [name]: "x" }))).rejects.toThrow(/only relative paths that go down/);
    await expect(read(zipOf({ [name]: "x" }))).rejects.toThrow(/only relative paths that go down/);
  },
);

it("says that a path is too long, or not in UTF-8", async () => {
  for (const archiveOf of [tarOf, zipOf]) {
    await expect(read(await archiveOf({ [`a/${"x".repeat(1000)}.png`]: "x" }))).rejects.toThrow(
      "a path of 1006 characters",
    );
  }
  // Latin-1 where a tar has the name; its header's checksum is that of the first name plus the difference.
  const tar = await tarOf({ "a/caf@.png": "x" });
  const at = tar.indexOf("@");
  tar[at] = 0xe9;
  const [from, to] = [148, 155];
  const sum = Number.parseInt(tar.toString("latin1", from, to), 8) + 0xe9 - "@".charCodeAt(0);
  tar.write(`${sum.toString(8).padStart(6, "0")}\0`, from, "latin1");
  await expect(read(tar)).rejects.toThrow('the path "a/caf\ufffd.png", which is not in UTF-8');
});

it("refuses links and devices", async () => {
  const link = tarWith((archive) =>
    archive.entry({ name: "a/1.png", type: "symlink", linkname: "/etc/passwd" }),
  );
  await expect(read(await link)).rejects.toThrow('"a/1.png" is a link');
  const hard = tarWith((archive) => archive.entry({ name: "a/1.png", type: "link", linkname: "b" }));
  await expect(read(await hard)).rejects.toThrow('"a/1.png" is a link');
  const fifo = tarWith((archive) => archive.entry({ name: "a/1.png", type: "fifo" }));
  await expect(read(await fifo)).rejects.toThrow('"a/1.png" is a fifo');
  await expect(read(zipOf({ "a/1.png": "x" }, { symlink: true }))).rejects.toThrow('"a/1.png" is a link');
});

it("stops at the limits, whatever the headers promise", async () => {
  const files = { "a/1.png": "x".repeat(600), "a/2.png": "x".repeat(600) };
  for (const archive of [zipOf(files), gzipSync(await tarOf(files))]) {
    await expect(read(archive)).rejects.toThrow("unpacks to more than 1000 bytes");
    // A file that is too large goes by, and what comes after it is read.
    expect(await read(archive, { totalBytes: 10_000, fileBytes: 500 })).toEqual({
      "a/1.png": "600 bytes",
      "a/2.png": "600 bytes",
    });
    await expect(read(archive, { ...LIMITS, totalBytes: 10_000, files: 1 })).rejects.toThrow(
      "more than 1 files",
    );
  }
});

it("says that a file is no archive, or a damaged one", async () => {
  await expect(read(Buffer.from("hello"))).rejects.toThrow("The file is no .zip, .tar or .tar.gz archive");
  await expect(read(Buffer.alloc(0))).rejects.toThrow("it is empty");
  const whole = zipOf(FILES);
  await expect(read(whole.subarray(0, whole.length - 30))).rejects.toThrow(
    /^The archive is damaged: .*[^.]\.$/,
  );
  const tar = gzipSync(await tarOf(FILES));
  await expect(read(tar.subarray(0, tar.length - 10))).rejects.toThrow("The archive is damaged");
});
