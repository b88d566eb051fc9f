import { expect, it } from "vitest";
import { tryBatches } from "./batchTrial.js";
import type { RuntimeSession } from "./session.js";

/** A network of one pixel whose `mean` is 0 but for rounding, which is another one in every size of batch. */
function sessionWith(rounding: number): RuntimeSession {
  const values = { map: 3, mean: 0 };
  return {
    summary: { inputShape: [-1, 3, 1, 1], inputType: "float32" },
    async evaluate(_images: Float32Array, count: number, tensors: readonly (keyof typeof values)[]) {
      const of = (tensor: keyof typeof values) =>
        new Float32Array(count).fill(values[tensor] + (tensor === "mean" ? rounding * count : 0));
      return new Map(tensors.map((tensor) => [tensor, { values: of(tensor), shape: [count, 1] }]));
    },
  } as unknown as RuntimeSession;
}
const shapes = new Map([
  ["map", [1]],
  ["mean", [1]],
]);

it("takes what is left of numbers that cancel for rounding, as a share of these numbers", async () => {
  const summands = new Map([["mean", ["map"]]]);
  const tried = { shapes, tolerance: 1e-4, summands };
  expect(await tryBatches(sessionWith(1e-7), tried)).toEqual({ kind: "same" });
  expect(await tryBatches(sessionWith(1e-2), tried)).toMatchObject({ kind: "mixing", tensor: "mean" });
  expect(await tryBatches(sessionWith(1e-7), { shapes, tolerance: 1e-4 })).toMatchObject({ kind: "mixing" });
});
