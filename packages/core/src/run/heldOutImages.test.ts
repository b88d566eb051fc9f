import { expect, it } from "vitest";
import { designImages, heldOutImages } from "./heldOutImages.js";
import type { ImageEntry } from "./ports.js";

const entries: ImageEntry[] = Array.from({ length: 2 * 3 * 10 }, (_, i) => ({
  partition: Math.floor(i / 30),
  classIndex: Math.floor(i / 10) % 3,
  name: `image ${i}`,
}));

it("leaves the same share of every class and partition aside", () => {
  const left = heldOutImages(entries, 0.25);
  const counts = new Map<string, number>();
  for (const position of left) {
    const { partition, classIndex } = entries[position];
    const key = `${partition} ${classIndex}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect([...counts.values()]).toEqual([2, 2, 2, 2, 2, 2]);
  expect(left).toEqual([...new Set(left)].sort((a, b) => a - b));
});

it("leaves the same images aside every time, and those of a small share under a larger one too", () => {
  const small = heldOutImages(entries, 0.2);
  expect(heldOutImages(entries, 0.2)).toEqual(small);
  expect(heldOutImages(entries, 0.5)).toEqual(expect.arrayContaining(small));
});

it("keeps at least one image of every group", () => {
  const single = [entries[0], entries[10], entries[11]];
  expect(heldOutImages(single, 0.99)).toHaveLength(1);
  expect(heldOutImages(entries, 0)).toEqual([]);
});

it("gives a run the other images, each under its own name", async () => {
  const images = { entries, read: async (index: number) => Uint8Array.of(index) };
  const design = designImages(images, 0.25);
  expect(design.entries).toHaveLength(60 - 12);
  const left = new Set(heldOutImages(entries, 0.25).map((position) => entries[position].name));
  for (const [index, { name }] of design.entries.entries()) {
    expect(left.has(name)).toBe(false);
    expect(`image ${(await design.read(index))[0]}`).toBe(name);
  }
  expect(designImages(images, 0)).toBe(images);
});
