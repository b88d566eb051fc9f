import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporaryFolder.js";
import { fillFolder } from "./fillFolder.js";

it("moves files into place when all of them are written", async () => {
  const folder = path.join(temporaryFolder(), "tables");
  await fillFolder(folder, async (temporary) => {
    mkdirSync(path.join(temporary, "units"));
    writeFileSync(path.join(temporary, "units", "a.csv"), "a");
    writeFileSync(path.join(temporary, "b.csv"), "b");
    expect(readdirSync(folder)).toEqual([path.basename(temporary)]);
  });
  expect(readdirSync(folder).sort()).toEqual(["b.csv", "units"]);
  expect(readdirSync(path.join(folder, "units"))).toEqual(["a.csv"]);
});

it("leaves nothing of a failure: no folder where there was none, what was in it where there was one", async () => {
  const parent = temporaryFolder();
  const [none, some] = [path.join(parent, "none"), path.join(parent, "some")];
  mkdirSync(some);
  writeFileSync(path.join(some, "kept.txt"), "");
  for (const folder of [none, some]) {
    const failing = fillFolder(folder, async (temporary) => {
      writeFileSync(path.join(temporary, "half.csv"), "");
      throw new RangeError("no more");
    });
    await expect(failing).rejects.toThrow(RangeError);
  }
  expect(existsSync(none)).toBe(false);
  expect(readdirSync(some)).toEqual(["kept.txt"]);
});

it("says what the system does not let be written", async () => {
  const folder = path.join(temporaryFolder(), "none", "tables");
  await expect(fillFolder(folder, async () => undefined)).rejects.toThrow(
    `"${folder}" cannot be filled: ENOENT`,
  );
});
