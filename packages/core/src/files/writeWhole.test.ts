import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporaryFolder.js";
import { ensureFolder, requireWritable, writeWhole } from "./writeWhole.js";

it("gives the file its name at the end", async () => {
  const file = path.join(temporaryFolder(), "a.txt");
  await writeWhole(file, async (temporary) => {
    await writeFile(temporary, "whole");
    expect(existsSync(file)).toBe(false);
  });
  expect(readFileSync(file, "utf8")).toBe("whole");
  expect(readdirSync(path.dirname(file))).toEqual(["a.txt"]);
});

it("leaves the file before as it was when writing fails", async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "a.txt");
  writeFileSync(file, "before");
  const failing = writeWhole(file, async (temporary) => {
    await writeFile(temporary, "half");
    throw new RangeError("no more");
  });
  await expect(failing).rejects.toThrow(RangeError);
  expect(readFileSync(file, "utf8")).toBe("before");
  expect(readdirSync(folder)).toEqual(["a.txt"]);
});

it("names a file that cannot be written", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "file"), "");
  const file = path.join(folder, "file", "a.txt");
  await expect(writeWhole(file, (temporary) => writeFile(temporary, ""))).rejects.toThrow(
    `"${file}" cannot be written`,
  );
});

it("says in one line what the HDF5 library could not write", async () => {
  const file = path.join(temporaryFolder(), "run.h5");
  const failing = writeWhole(file, async () => {
    throw new Error(
      "H5FD_sec2.c line 827 in H5FD__sec2_write(): file write failed: errno = 51, error message = 'No space left on device', buf = 0x310ba0\n  major: Low-level I/O\n  minor: Write failed",
    );
  });
  await expect(failing).rejects.toThrow(`"${file}" cannot be written: No space left on device.`);
});

it("finds out beforehand that a file cannot be written, and leaves nothing where it can", async () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "file"), "");
  await expect(requireWritable(path.join(folder, "file", "run.h5"))).rejects.toThrow("cannot be written");
  await requireWritable(path.join(folder, "run.h5"));
  expect(readdirSync(folder)).toEqual(["file"]);
});

it("makes no folder for a file, and for a result of several files the last one only", async () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "none", "a.txt");
  const message = `"${file}" cannot be written: there is no folder "${path.dirname(file)}".`;
  await expect(writeWhole(file, (temporary) => writeFile(temporary, ""))).rejects.toThrow(message);
  await expect(requireWritable(file)).rejects.toThrow(message);
  await expect(ensureFolder(file)).rejects.toThrow(`there is no folder "${path.dirname(file)}"`);
  expect(readdirSync(folder)).toEqual([]);
  await ensureFolder(path.join(folder, "tables"));
  await ensureFolder(path.join(folder, "tables"));
  expect(readdirSync(folder)).toEqual(["tables"]);
  writeFileSync(path.join(folder, "file"), "");
  await expect(ensureFolder(path.join(folder, "file"))).rejects.toThrow("cannot be made");
});
