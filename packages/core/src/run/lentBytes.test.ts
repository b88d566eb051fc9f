import { expect, it } from "vitest";
import { BorrowedBytes, type Bytes, LentBytes } from "./lentBytes.js";

/** An owner, and borrowers that get the bytes as messages take them: moved, never copied. */
function lending(bytes: Bytes, borrowers: number) {
  const moved = (own: Bytes) => structuredClone(own, { transfer: [own.buffer] });
  const owner = new LentBytes<number>(bytes, (borrower, own) => all[borrower].arrive(moved(own)));
  const all = Array.from(
    { length: borrowers },
    (_, borrower) =>
      new BorrowedBytes(
        () => owner.ask(borrower),
        (own) => owner.giveBack(moved(own)),
      ),
  );
  return { owner, all };
}

it("lends to one after the other, in the order in which they ask, also after one has failed", async () => {
  const { owner, all } = lending(Uint8Array.of(1, 2, 3), 4);
  const seen: string[] = [];
  const ends = await Promise.allSettled(
    all.map(({ borrow }, i) =>
      borrow(async (bytes) => {
        seen.push(`${i} has ${[...bytes]}`);
        await Promise.resolve();
        if (i === 1) throw new Error("not accepted");
        seen.push(`${i} had ${[...bytes]}`);
        return 10 * i;
      }),
    ),
  );
  expect(ends.map((end) => (end.status === "fulfilled" ? end.value : end.reason.message))).toEqual([
    0,
    "not accepted",
    20,
    30,
  ]);
  const whole = [0, 2, 3].flatMap((i) => [`${i} has 1,2,3`, `${i} had 1,2,3`]);
  expect(seen).toEqual([...whole.slice(0, 2), "1 has 1,2,3", ...whole.slice(2)]);
  expect(await all[0].borrow(async (bytes) => bytes.length)).toBe(3);
  owner.free();
});

it("passes over one that was told to end while it waited", async () => {
  const { all } = lending(Uint8Array.of(7), 3);
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const first = all[0].borrow(() => held);
  const second = all[1].borrow(async () => "second").catch((error: Error) => error.message);
  const third = all[2].borrow(async (bytes) => bytes[0]);
  all[1].fail(new Error("stopped"));
  release();
  expect(await Promise.all([first, second, third])).toEqual([undefined, "stopped", 7]);
});

it("frees its memory at once, unless somebody has it", async () => {
  const bytes = new Uint8Array(2 ** 20);
  const { owner, all } = lending(bytes, 1);
  let own: Bytes | undefined;
  await all[0].borrow(async () => {
    expect(() => owner.free()).toThrow("The bytes are lent");
  });
  await all[0].borrow(async (borrowed) => {
    own = borrowed;
  });
  const before = process.memoryUsage().arrayBuffers;
  owner.free();
  expect(before - process.memoryUsage().arrayBuffers).toBe(2 ** 20);
  expect(own?.length).toBe(0);
});
