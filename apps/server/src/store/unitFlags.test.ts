import fc from "fast-check";
import { expect, it } from "vitest";
import { countFlags, isDistinguishable, isTrusted, packFlags } from "./unitFlags.js";

it("gives back both flags of every unit", () => {
  const flag = fc.constantFrom(0, 1);
  fc.assert(
    fc.property(fc.array(fc.tuple(flag, flag)), (units) => {
      const trusted = Uint8Array.from(units, ([t]) => t);
      const distinguishable = Uint8Array.from(units, ([, d]) => d);
      const packed = packFlags({ trusted, distinguishable, simultaneousHalfWidth: 0.1 });
      const read = [...packed].map((byte) => [Number(isTrusted(byte)), Number(isDistinguishable(byte))]);
      expect(read).toEqual(units);
    }),
  );
});

it("writes the bits that clients are told of", () => {
  const trusted = Uint8Array.of(0, 1, 0, 1);
  const distinguishable = Uint8Array.of(0, 0, 1, 1);
  expect([...packFlags({ trusted, distinguishable, simultaneousHalfWidth: 0.1 })]).toEqual([0, 1, 2, 3]);
});

it("counts units that have a value", () => {
  const flags = Uint8Array.of(0, 1, 2, 3, 0, 3);
  expect(countFlags(flags, [1, 1, 1, 1, Number.NaN, Number.NaN])).toEqual({
    untrustedCount: 2,
    distinguishableCount: 2,
  });
});
