import { describe, expect, it } from "vitest";
import { ShapeError } from "../errors.js";
import { CompactMaskBuilder, expandMask } from "./compactMasks.js";

const COUNTS = [13, 5];
const UNITS = [Uint32Array.of(0, 7, 8, 12), Uint32Array.of(4)];
const SOFT = COUNTS.map((count, c) => Float32Array.from({ length: count }, (_, u) => (u + c) / 32));

function expanded(builder: CompactMaskBuilder, variant: number): number[] {
  const out = new Float32Array(builder.unitCount);
  expandMask(builder.build(), variant, out);
  return [...out];
}

describe("masks kept small", () => {
  it("begin with one that changes nothing", () => {
    expect(expanded(new CompactMaskBuilder(COUNTS), 0)).toEqual(new Array(18).fill(1));
  });

  it("give the multiplier to the chosen units of each checkpoint", () => {
    const builder = new CompactMaskBuilder(COUNTS);
    const found = expanded(builder, builder.chosen(UNITS, 0.5));
    const changed = [0, 7, 8, 12, 13 + 4];
    expect(found).toEqual(Array.from({ length: 18 }, (_, u) => (changed.includes(u) ? 0.5 : 1)));
  });

  it("give shares, what is left of them, and those of other units", () => {
    const builder = new CompactMaskBuilder(COUNTS);
    const m = SOFT.flatMap((own) => [...own]);
    expect(expanded(builder, builder.soft(SOFT, false))).toEqual(m);
    expect(expanded(builder, builder.soft(SOFT, true))).toEqual(m.map((value) => 1 - value));
    const sources = COUNTS.map((count) => Uint32Array.from({ length: count }, (_, u) => count - 1 - u));
    const turned = SOFT.flatMap((own) => [...own].reverse());
    expect(expanded(builder, builder.soft(SOFT, false, sources))).toEqual(turned);
  });

  it("are one where they are equal, and share their parts where they can", () => {
    const builder = new CompactMaskBuilder(COUNTS);
    const first = builder.chosen(UNITS, 0);
    expect(
      builder.chosen(
        UNITS.map((units) => units.slice()),
        0,
      ),
    ).toBe(first);
    expect(builder.chosen(UNITS, 1.5)).not.toBe(first);
    expect(builder.chosen([UNITS[0], Uint32Array.of(3)], 0)).not.toBe(first);
    builder.soft(SOFT, false);
    builder.soft(SOFT, true);
    const { selections, multipliers, masks } = builder.build();
    expect([selections.length, multipliers.length, masks.length]).toEqual([2, 1, 6]);
    expect(selections[0].byteLength).toBe(3);
  });

  it("have a digest of what they do", () => {
    const digest = (alpha: number, units = UNITS) => {
      const builder = new CompactMaskBuilder(COUNTS);
      builder.chosen(units, alpha);
      return builder.digest();
    };
    expect(digest(0)).toBe(digest(0));
    expect(digest(0.5)).not.toBe(digest(0));
    expect(digest(0, [UNITS[0], Uint32Array.of(3)])).not.toBe(digest(0));
  });

  it("are not written into another number of places", () => {
    expect(() => expandMask(new CompactMaskBuilder(COUNTS).build(), 0, new Float32Array(17))).toThrow(
      ShapeError,
    );
  });
});
