import { expect, it } from "vitest";
import { OpenFiles } from "./openFiles.js";

const full = () => Object.assign(new Error("EMFILE"), { code: "EMFILE" });

it("does work again with fewer files at once, until the system gives them", async () => {
  let open = 0;
  let mostOpen = 0;
  const files = new OpenFiles(() =>
    Promise.reject(new Error("No pause is needed while other work goes on.")),
  );
  const work = async (i: number) => {
    if (open === 3) throw full();
    mostOpen = Math.max(mostOpen, ++open);
    await Promise.resolve();
    open--;
    return i;
  };
  const results = await Promise.all(Array.from({ length: 50 }, (_, i) => files.do(() => work(i))));
  expect(results).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(mostOpen).toBe(3);
});

it("waits for other programs where nothing of its own goes on, and believes the error in the end", async () => {
  let pauses = 0;
  const files = new OpenFiles(async () => pauses++);
  let tries = 0;
  await files.do(async () => {
    if (++tries < 4) throw full();
  });
  expect(pauses).toBe(3);
  await expect(files.do(() => Promise.reject(full()))).rejects.toThrow("EMFILE");
  await expect(files.do(() => Promise.reject(new Error("other")))).rejects.toThrow("other");
});
