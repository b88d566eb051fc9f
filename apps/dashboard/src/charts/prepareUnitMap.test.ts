import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeFloats,
  dotPlaces,
  isUntrusted,
  layoutMosaic,
  prepareUnitMap,
  tileAt,
  UnitMapShapeError,
  unitIndex,
  unitMapTable,
} from "./prepareUnitMap";

const pack = (values: readonly number[]): string => {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, at) => {
    bytes.writeFloatLE(value, 4 * at);
  });
  return bytes.toString("base64");
};

describe("prepareUnitMap", () => {
  it("reads little-endian float32 and keeps NaN", () => {
    expect([...decodeFloats(pack([0, 0.5, -2, Number.NaN]))]).toEqual([0, 0.5, -2, Number.NaN]);
  });

  it("is row-major with height unlike width", () => {
    const values = Array.from({ length: 12 }, (_, at) => at);
    const map = prepareUnitMap([2, 2, 3], pack(values), pack(values));
    expect(map.values[unitIndex(map, 1, 0, 2)]).toBe(8);
    const table = unitMapTable(map);
    expect(table[9]).toEqual([1, 0, 2, 8, 8]);
    expect(table).toHaveLength(13);
  });

  it("takes a vector as channels of one unit, and writes an undefined unit as an empty cell", () => {
    const map = prepareUnitMap([2], pack([Number.NaN, 0.25]), pack([Number.NaN, 0.5]));
    expect([map.height, map.width]).toEqual([1, 1]);
    expect(unitMapTable(map)).toEqual([
      ["channel", "y", "x", "value", "half_width_95"],
      [0, 0, 0, null, null],
      [1, 0, 0, 0.25, 0.5],
    ]);
  });

  it("reads the flags of units that have a value", () => {
    const flags = Buffer.from([3, 0, 1, 0]).toString("base64");
    const values = pack([0.5, 0.1, 0.2, Number.NaN]);
    const map = prepareUnitMap([1, 2, 2], values, values, flags);
    expect([0, 1, 2, 3].map((unit) => isUntrusted(map, unit))).toEqual([false, true, false, false]);
    const table = unitMapTable(map);
    expect(table[0]).toEqual(["channel", "y", "x", "value", "half_width_95", "trusted", "distinguishable"]);
    expect(table.slice(1).map((row) => row.slice(5))).toEqual([
      [1, 1],
      [0, 0],
      [1, 0],
      [null, null],
    ]);
    expect(isUntrusted(prepareUnitMap([1, 2, 2], values, values), 1)).toBe(false);
  });

  it("puts dots on untrusted units only, also where a unit is smaller than their spacing", () => {
    const flags = Buffer.from([1, 0, 1, 1]).toString("base64");
    const values = pack([0.5, 0.1, 0.2, 0.3]);
    const map = prepareUnitMap([1, 2, 2], values, values, flags);
    const dots = dotPlaces(map, 0, { x: 100, y: 200, width: 40, height: 40 });
    expect(dots).toHaveLength(25);
    for (const { x, y, unit } of dots) {
      expect(unit).toBe(1);
      expect(x).toBeGreaterThan(120);
      expect(y).toBeLessThan(220);
    }
    const many = prepareUnitMap(
      [1, 8, 8],
      pack(Array(64).fill(1)),
      pack(Array(64).fill(1)),
      Buffer.alloc(64).toString("base64"),
    );
    expect(dotPlaces(many, 0, { x: 0, y: 0, width: 8, height: 8 })).toHaveLength(4);
  });

  it("refuses an answer whose length does not match its shape", () => {
    expect(() => prepareUnitMap([2, 2, 2], pack([1, 2, 3]), pack([1, 2, 3]))).toThrow(UnitMapShapeError);
    expect(() => prepareUnitMap([1], pack([1]), pack([1, 2]))).toThrow(
      /half widths hold 2 units; its shape 1 asks for 1/,
    );
    expect(() => prepareUnitMap([1], pack([1]), pack([1]), Buffer.from([1, 1]).toString("base64"))).toThrow(
      /flags hold 2 units/,
    );
  });
});

describe("layoutMosaic", () => {
  const layouts = fc.record({
    count: fc.integer({ min: 1, max: 2048 }),
    height: fc.integer({ min: 1, max: 64 }),
    width: fc.integer({ min: 1, max: 64 }),
    room: fc.integer({ min: 200, max: 900 }),
  });

  it("has a place for every channel and never overflows the width while a unit gets a pixel", () => {
    fc.assert(
      fc.property(layouts, ({ count, height, width, room }) => {
        const layout = layoutMosaic(count, { height, width }, room, 400);
        expect(layout.columns * layout.rows).toBeGreaterThanOrEqual(count);
        if (layout.cell >= 1) expect(layout.width).toBeLessThanOrEqual(room);
      }),
    );
  });

  it("finds the tile under each tile's centre and none in a gap", () => {
    fc.assert(
      fc.property(layouts, ({ count, height, width, room }) => {
        const layout = layoutMosaic(count, { height, width }, room, 400);
        const last = count - 1;
        const x = (last % layout.columns) * (layout.tileWidth + layout.gap);
        const y = Math.floor(last / layout.columns) * (layout.tileHeight + layout.gap);
        expect(tileAt(layout, count, x + layout.tileWidth / 2, y + layout.tileHeight / 2)).toBe(last);
        expect(tileAt(layout, count, x + layout.tileWidth + layout.gap / 2, y)).toBeNull();
        expect(tileAt(layout, count, -1, 0)).toBeNull();
      }),
    );
  });
});
