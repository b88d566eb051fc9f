import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/runCommand.js";
import { writeWhole } from "./writeWhole.js";

it("makes the folder and gives the file its name at the end", async () => {
  const file = path.join(temporaryFolder(), "new", "a.txt");
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
