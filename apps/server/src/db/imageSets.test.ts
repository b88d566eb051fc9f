import { expect, it } from "vitest";
import type { Queries } from "./database.js";
import { createImageSet } from "./imageSets.js";

it("writes the files of a set in inserts of few rows each, in their order", async () => {
  const inserted: { path: string; position: number }[][] = [];
  const db = {
    imageSet: { create: async () => ({ id: "set" }) },
    imageFile: {
      createMany: async ({ data }: { data: { path: string; position: number }[] }) =>
        void inserted.push(data),
    },
  };
  const files = Array.from({ length: 1_234 }, (_, i) => ({
    path: `${i}.png`,
    partition: 0,
    classIndex: 0,
    sha256: "",
    byteSize: 1,
  }));
  await createImageSet(db as unknown as Queries, {
    name: "many",
    digest: "",
    classes: ["all"],
    partitions: [{ name: "all", imageCount: files.length }],
    files,
    skipped: { count: 0, images: [] },
    leftOut: null,
  });
  expect(Math.max(...inserted.map((rows) => rows.length))).toBeLessThanOrEqual(50);
  const all = inserted.flat();
  expect(all.map(({ position }) => position)).toEqual([...files.keys()]);
  expect(all.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
});
