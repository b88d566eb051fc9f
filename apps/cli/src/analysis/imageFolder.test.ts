import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { projectFile, temporaryFolder } from "../testing/runCommand.js";
import { readImageFolder } from "./imageFolder.js";

function folderWith(...files: string[]): string {
  const folder = temporaryFolder();
  for (const file of files) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), file);
  }
  return folder;
}

it("finds partitions and classes of the sample images", async () => {
  const images = await readImageFolder(projectFile("samples/tinted-fashion"));
  expect(images.partitions).toEqual(["train", "valid"]);
  expect(images.classes).toHaveLength(10);
  expect(images.entries).toHaveLength(480);
  const last = images.entries.at(-1);
  expect(last).toEqual({
    partition: 1,
    classIndex: 9,
    name: expect.stringMatching(/^valid\/trouser\/\d+\.png$/),
  });
  expect((await images.read(479)).subarray(1, 4).toString()).toBe("PNG");
});

it("takes classes alone and files alone, and tells what it leaves out", async () => {
  const classes = await readImageFolder(folderWith("b/1.png", "a/2.JPG", "a/notes.txt", ".hidden/3.png"));
  expect(classes).toMatchObject({ partitions: ["all"], classes: ["a", "b"], ignored: ["a/notes.txt"] });
  expect(classes.entries.map(({ name, classIndex }) => [name, classIndex])).toEqual([
    ["a/2.JPG", 0],
    ["b/1.png", 1],
  ]);
  expect(await readImageFolder(folderWith("2.png", "1.webp"))).toMatchObject({
    partitions: ["all"],
    classes: ["all"],
    entries: [{ name: "1.webp" }, { name: "2.png" }],
  });
});

it("tells other images by the digest", async () => {
  const digest = async (...files: string[]) => (await readImageFolder(folderWith(...files))).digest;
  expect(await digest("a.png", "b.png")).toBe(await digest("b.png", "a.png"));
  expect(await digest("a.png", "b.png")).not.toBe(await digest("a.png", "c.png"));
});

it("refuses images at different depths, empty folders and files", async () => {
  await expect(readImageFolder(folderWith("a/1.png", "2.png"))).rejects.toThrow('"a/1.png"');
  await expect(readImageFolder(folderWith("a/b/c/1.png"))).rejects.toThrow("wrong depth");
  await expect(readImageFolder(folderWith("a.txt"))).rejects.toThrow("holds no image");
  await expect(readImageFolder(path.join(temporaryFolder(), "none"))).rejects.toThrow(
    "There is no folder of images",
  );
  await expect(readImageFolder(path.join(folderWith("a.png"), "a.png"))).rejects.toThrow(
    "is a file; a folder",
  );
});
