import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { projectFile } from "../testing/temporaryFolder.js";
import { augmentImage } from "./augmentImage.js";

const FILE = projectFile("samples/tinted-fashion/valid");
const file = await firstImage();

it("is pixel for pixel what the augmentation gives, from a file and from bytes", async () => {
  const before = await augmentImage(file, []);
  expect(before.data.length).toBe(3 * before.width * before.height);
  const flipped = await augmentImage(readFileSync(file), [{ augmentation: "hflip" }]);
  const { width } = before;
  const mirrored = before.data.map((_, at) => {
    const x = at % width;
    return before.data[at - x + (width - 1 - x)] ?? Number.NaN;
  });
  expect(flipped.data).toEqual(mirrored);
  expect(flipped.steps).toEqual([{ augmentation: "hflip", changesImage: true }]);
});

it("is framed first where a size is given", async () => {
  const idle = [{ augmentation: "rolling", parameters: { dx: 0, dy: 0 } }];
  const { width, height, steps } = await augmentImage(file, idle, { size: 24 });
  expect([width, height]).toEqual([24, 24]);
  expect(steps).toEqual([{ augmentation: "rolling", changesImage: false }]);
  await expect(augmentImage(file, [], { size: 0.5 })).rejects.toThrow("size 0.5");
  await expect(augmentImage(file, [{ augmentation: "flip" }])).rejects.toThrow('no augmentation "flip"');
});

async function firstImage(): Promise<string> {
  const { readdir } = await import("node:fs/promises");
  const [folder] = (await readdir(FILE)).sort();
  const [name] = (await readdir(`${FILE}/${folder}`)).sort();
  return `${FILE}/${folder}/${name}`;
}
