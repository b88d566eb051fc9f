import { expect, it } from "vitest";
import { CancelledError } from "../errors.js";
import { untilStopped } from "./untilStopped.js";

const never = new Promise<never>(() => undefined);

it("gives the result of the work, or its failure", async () => {
  const { signal } = new AbortController();
  expect(await untilStopped(Promise.resolve(1), signal)).toBe(1);
  expect(await untilStopped(Promise.resolve(2), undefined)).toBe(2);
  await expect(untilStopped(Promise.reject(new Error("broken")), signal)).rejects.toThrow("broken");
});

it("does not wait for work once it is stopped", async () => {
  await expect(untilStopped(never, AbortSignal.abort())).rejects.toBeInstanceOf(CancelledError);
  const controller = new AbortController();
  const work = untilStopped(never, controller.signal);
  controller.abort();
  await expect(work).rejects.toBeInstanceOf(CancelledError);
});
