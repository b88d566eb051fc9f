import { expect, test } from "vitest";
import { freeArrays } from "./freeArrays.js";

test("freed arrays are empty and their memory is given back at once", () => {
  const before = process.memoryUsage().arrayBuffers;
  const arrays = Array.from({ length: 8 }, () => new Float32Array(2 ** 20));
  expect(process.memoryUsage().arrayBuffers - before).toBeGreaterThanOrEqual(8 * 2 ** 22);
  freeArrays(arrays);
  expect(arrays.map((array) => array.length)).toEqual(arrays.map(() => 0));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(2 ** 22);
});

test("arrays that share memory are freed together", () => {
  const buffer = new ArrayBuffer(64);
  const halves = [new Float32Array(buffer, 0, 8), new Float32Array(buffer, 32, 8)];
  freeArrays(halves);
  expect(halves.map((half) => half.length)).toEqual([0, 0]);
});
