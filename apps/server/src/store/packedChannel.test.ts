import { deflateRawSync } from "node:zlib";
import { storedEstimate } from "@unitscope/core/reading";
import fc from "fast-check";
import { expect, it } from "vitest";
import { type ChannelUnits, packChannel, unpackChannel, unpackUnit } from "./packedChannel.js";

const COUNT = 3136;
const NO_FLAGS = new Uint8Array(COUNT);
/** Evenly spread over [0, 1), without a pattern that could be compressed. */
const spread = (i: number, seed: number) => {
  const wave = Math.sin(i * 12.9898 + seed * 78.233) * 43758.5453;
  return wave - Math.floor(wave);
};
/** Indices and half widths as a short run gives them, rounded as they are kept. */
function estimates(): ChannelUnits {
  const flags = { trusted: NO_FLAGS, distinguishable: NO_FLAGS, simultaneousHalfWidth: 1 };
  const values = Float64Array.from(NO_FLAGS, (_, i) => spread(i, 1) + spread(i, 2) + spread(i, 3) - 1.5);
  const halfWidths = Float64Array.from(NO_FLAGS, (_, i) => 0.1 + spread(i, 4));
  return { ...storedEstimate({ values, halfWidths, flags }), flags: NO_FLAGS };
}

it("gives back every unit, whatever the floats, with and without flags", () => {
  const float = fc.oneof(
    fc.float(),
    // On a grid.
    fc.integer({ min: -(2 ** 18), max: 2 ** 18 }).map((k) => k / 2 ** 18),
    // Of few digits.
    fc.tuple(fc.integer({ min: 64, max: 127 }), fc.integer({ min: -20, max: 3 })).map(([m, e]) => m * 2 ** e),
    fc.constantFrom(0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** -149, 3e38),
  );
  // All of one kind more often than by chance.
  const floats = fc.oneof(
    fc.array(float, { minLength: 1, maxLength: 300 }),
    fc.array(fc.integer({ min: -(2 ** 18), max: 2 ** 18 }).map((k) => (k ? k / 2 ** 18 : Number.NaN))),
    fc.float().chain((value) => fc.array(fc.constant(value), { maxLength: 300 })),
  );
  fc.assert(
    fc.property(floats, floats, fc.boolean(), (some, others, hasFlags) => {
      const values = Float32Array.from(some);
      const halfWidths = Float32Array.from(some, (_, i) => others[i % Math.max(1, others.length)] ?? 0);
      const flags = hasFlags ? Uint8Array.from(some, (_, i) => (i >> 3) % 4) : null;
      const packed = packChannel({ values, halfWidths, flags });
      expect(unpackChannel(packed)).toEqual({ values, halfWidths, flags });
      for (const [i, value] of values.entries()) {
        const unit = { value, halfWidth: halfWidths[i], flags: flags?.[i] ?? null };
        expect(unpackUnit(packed, i)).toEqual(unit);
      }
    }),
    { numRuns: 500 },
  );
});

it("reads the arrays of a part of a buffer", () => {
  const { values, halfWidths, flags } = estimates();
  const part = { values: values.subarray(5, 105), halfWidths: halfWidths.subarray(7, 107), flags: null };
  expect(unpackChannel(packChannel(part))).toEqual({
    values: values.slice(5, 105),
    halfWidths: halfWidths.slice(7, 107),
    flags: null,
  });
  expect(flags).toHaveLength(COUNT);
});

it("writes little-endian floats behind the kind when they are few", () => {
  const packed = packChannel({
    values: Float32Array.of(1),
    halfWidths: Float32Array.of(0.5),
    flags: Uint8Array.of(3),
  });
  expect([...packed]).toEqual([1, 0, 0, 0x80, 0x3f, 0, 0, 0, 0x3f, 3]);
});

it("writes numbers in planes", () => {
  const packed = packChannel({
    values: Float32Array.of(1, -2, Number.NaN, 1001, 2, -3, 0, 255).map((k) => k / 1024),
    halfWidths: Float32Array.of(0.25, 0.375, 0.25, 0.25, 0.375, 0.375, 0.25, 0.25),
    flags: Uint8Array.of(0, 1, 2, 3, 0, 1, 2, 3),
  });
  expect([...packed]).toEqual([
    // Kind and units.
    ...[5, 8],
    // Multiples of 2^-10 in two planes, of 3 and of 8 bits: k is 2 k + 1, -k is 2 k, NaN is 0.
    ...[0, 19, 2],
    ...[3, 0, 7 << 1, 1 << 5],
    ...[8, 3, 4, 0, 0xd3, 5, 6, 1, 0xff],
    // Parts without the last 22 bits: exponents from 125 (times 2) on in no plane, mantissas in one of 1 bit.
    ...[1, 22, 0xfa, 1],
    ...[0],
    ...[1, 1, 0b00110010],
    // Flags, 2 bits each.
    ...[2, 0b11100100, 0b11100100],
  ]);
});

it("needs little more room than the digits that are kept", () => {
  const packed = packChannel(estimates());
  // Entropies: values of standard deviation 0.5 in steps of 2^-18 19 bits, digits of half widths 6, their exponents 1.8.
  expect((8 * packed.length) / COUNT).toBeLessThan(27.5);
});

it("takes next to nothing for units without a value", () => {
  const nothing = new Float32Array(COUNT).fill(Number.NaN);
  expect(packChannel({ values: nothing, halfWidths: nothing, flags: NO_FLAGS }).length).toBeLessThan(100);
});

it("reads channels of when all bytes were compressed together", () => {
  const { values, halfWidths } = estimates();
  const flags = Uint8Array.from(values, (_, i) => i % 4);
  for (const kind of [2, 3]) {
    const arrays =
      kind === 3 ? [planes(values), planes(halfWidths), flags] : [planes(values), planes(halfWidths)];
    const packed = Buffer.concat([Uint8Array.of(kind), deflateRawSync(Buffer.concat(arrays))]);
    expect(unpackChannel(packed)).toEqual({ values, halfWidths, flags: kind === 3 ? flags : null });
    const unit = { value: values[9], halfWidth: halfWidths[9], flags: kind === 3 ? 1 : null };
    expect(unpackUnit(packed, 9)).toEqual(unit);
  }
});

/** All first bytes before all second ones, the most significant first. */
function planes(floats: Float32Array): Uint8Array {
  const count = floats.length;
  const bytes = new DataView(floats.slice().buffer);
  const bigEndian = (i: number, place: number) => bytes.getUint8(4 * i + 3 - place);
  return Uint8Array.from({ length: 4 * count }, (_, at) => bigEndian(at % count, Math.floor(at / count)));
}

it("refuses damaged bytes", () => {
  expect(() => unpackChannel(Uint8Array.of(0, 1, 2))).toThrow("2 bytes is no whole number of units");
  expect(() => unpackChannel(new Uint8Array())).toThrow("no whole number of units");
  const packed = packChannel(estimates());
  for (const unpack of [unpackChannel, (bytes: Uint8Array) => unpackUnit(bytes, 0)]) {
    expect(() => unpack(packed.subarray(0, packed.length - 1))).toThrow(RangeError);
    expect(() => unpack(Uint8Array.of(5, 8, 7))).toThrow("not as 7");
    expect(() => unpack(Uint8Array.of(5, 8, 0, 0, 9))).toThrow("4 planes at most, not 9");
  }
});
