import { expect, it } from "vitest";
import { rate } from "./jobProgress.js";

it("knows no rate before anything was done", () => {
  const samples: { atMs: number; done: number }[] = [];
  expect(rate(samples, { atMs: 0, done: 0 })).toBeNull();
  expect(rate(samples, { atMs: 500, done: 0 })).toBeNull();
});

it("follows the last twenty seconds", () => {
  const samples: { atMs: number; done: number }[] = [];
  let found: number | null = null;
  // A hundred a second for a minute, then ten.
  for (let second = 0; second <= 60; second++)
    found = rate(samples, { atMs: second * 1000, done: second * 100 });
  expect(found).toBeCloseTo(100, 10);
  for (let second = 61; second <= 90; second++) {
    found = rate(samples, { atMs: second * 1000, done: 6000 + (second - 60) * 10 });
  }
  expect(found).toBeCloseTo(10, 10);
});
