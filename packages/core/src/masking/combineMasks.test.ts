import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineUnits } from "./combineMasks.js";

const units = fc.uniqueArray(fc.nat({ max: 30 })).map((items) => Uint32Array.from(items).sort());
const mask = fc
  .dictionary(fc.constantFrom("layer1", "layer2", "layer3"), units)
  .map((entries) => new Map(Object.entries(entries)));

describe("combineUnits", () => {
  it("joins and intersects checkpoint by checkpoint", () => {
    const left = new Map([
      ["layer1", Uint32Array.of(1, 4)],
      ["layer2", Uint32Array.of(0)],
    ]);
    const right = new Map([
      ["layer1", Uint32Array.of(2, 4)],
      ["layer3", Uint32Array.of(7)],
    ]);
    expect(Object.fromEntries(combineUnits(left, right, "UNION"))).toEqual({
      layer1: Uint32Array.of(1, 2, 4),
      layer2: Uint32Array.of(0),
      layer3: Uint32Array.of(7),
    });
    expect(Object.fromEntries(combineUnits(left, right, "INTERSECTION"))).toEqual({
      layer1: Uint32Array.of(4),
      layer2: Uint32Array.of(),
      layer3: Uint32Array.of(),
    });
  });

  it("counts every unit once: union and intersection add up to both masks", () => {
    fc.assert(
      fc.property(mask, mask, (left, right) => {
        const union = combineUnits(left, right, "UNION");
        const intersection = combineUnits(left, right, "INTERSECTION");
        for (const [checkpoint, joined] of union) {
          const common = intersection.get(checkpoint)!;
          const [a, b] = [left.get(checkpoint)?.length ?? 0, right.get(checkpoint)?.length ?? 0];
          expect(joined.length + common.length).toBe(a + b);
          expect([...joined]).toEqual([...joined].sort((x, y) => x - y));
          for (const unit of common) expect(left.get(checkpoint)).toContain(unit);
        }
      }),
    );
  });
});
