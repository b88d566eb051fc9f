import { expect, it } from "vitest";
import { augmentationByKey } from "../augmentation/registry.js";
import { ImagePool } from "./imagePool.js";

const SIZE = { width: 5, height: 3 };

it("hands out what came back last, each image once", () => {
  const pool = new ImagePool(SIZE, 2);
  const [first, second] = [pool.make(5, 3), pool.make(5, 3)];
  expect(first.data).not.toBe(second.data);
  pool.giveBack(first);
  pool.giveBack(second);
  pool.giveBack(second);
  const again = [pool.make(5, 3).data, pool.make(5, 3).data];
  expect(again[0]).toBe(second.data);
  expect(again[1]).toBe(first.data);
  expect(pool.make(5, 3).data.buffer).not.toBe(first.data.buffer);
});

it("makes ordinary images of another size and takes none back", () => {
  const pool = new ImagePool(SIZE, 1);
  const other = pool.make(4, 4);
  expect([other.width, other.height, other.data.length]).toEqual([4, 4, 48]);
  pool.giveBack(other);
  const pooled = pool.make(5, 3);
  pool.giveBack({ ...SIZE, data: pooled.data.slice() });
  expect(pool.make(5, 3).data.buffer).not.toBe(pooled.data.buffer);
});

it("takes at most 64 MiB", () => {
  const pool = new ImagePool({ width: 4096, height: 4096 }, 3);
  expect(pool.make(4096, 4096).data.byteLength).toBe(3 * 4096 * 4096 * 4);
});

it("keeps its images while kernels work on larger ones", () => {
  const pool = new ImagePool(SIZE, 1);
  const image = pool.make(5, 3);
  image.data.fill(0.5);
  const large = pool.make(1500, 1000);
  large.data.fill(0.25);
  const brighter = augmentationByKey("brightness").apply(large, [2], pool.make);
  expect(brighter.data.every((value) => value === 0.5)).toBe(true);
  expect(image.data).toEqual(new Float32Array(45).fill(0.5));
});
