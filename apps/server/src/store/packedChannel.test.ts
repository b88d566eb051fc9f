import fc from "fast-check";
import { expect, it } from "vitest";
import { packChannel, unpackChannel } from "./packedChannel.js";

it("gives back every unit, NaN and infinity too, with and without flags", async () => {
  const units = fc.record({
    floats: fc.float32Array({ minLength: 1, maxLength: 200 }),
    hasFlags: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(units, async ({ floats, hasFlags }) => {
      const values = floats;
      const halfWidths = floats.map((value) => Math.abs(value) / 2);
      const flags = hasFlags ? Uint8Array.from(floats, (_, i) => i % 4) : null;
      expect(unpackChannel(await packChannel({ values, halfWidths, flags }))).toEqual({
        values,
        halfWidths,
        flags,
      });
    }),
  );
});

it("writes little-endian floats behind the kind when they are few", async () => {
  const packed = await packChannel({
    values: Float32Array.of(1),
    halfWidths: Float32Array.of(0.5),
    flags: Uint8Array.of(3),
  });
  expect([...packed]).toEqual([1, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x3f, 3]);
});

it("takes less room for values that are rounded", async () => {
  const count = 1000;
  const values = Float32Array.from({ length: count }, (_, i) => Math.round(400 * Math.sin(i)) / 1024);
  const halfWidths = new Float32Array(count).fill(0.125);
  const packed = await packChannel({ values, halfWidths, flags: null });
  expect(packed.length).toBeLessThan(2.5 * count);
});

it("refuses damaged bytes", () => {
  expect(() => unpackChannel(Uint8Array.of(0, 1, 2))).toThrow("2 bytes is no whole number of units");
  expect(() => unpackChannel(new Uint8Array())).toThrow("no whole number of units");
});
