import fc from "fast-check";
import { expect, it } from "vitest";
import type { IndexMapRow } from "../../db/indexMaps.js";
import { MapValues } from "../../store/indexMapValues.js";
import { UnitOrder, type UnitValueType } from "./unit.type.js";
import { unitPage } from "./unitPage.js";

const SHAPE = [2, 2, 3];
const WHERE = { checkpoint: "layer1", measure: "ST", factor: "hue" } as const;

function mapOf(values: readonly number[]): { row: IndexMapRow; values: MapValues } {
  const row = { shape: SHAPE, unitCount: 12 } as unknown as IndexMapRow;
  return { row, values: new MapValues(Float32Array.from(values), new Float32Array(12).fill(0.1)) };
}

const units = fc.array(fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(Number.NaN)), {
  minLength: 12,
  maxLength: 12,
});

it("lists every defined unit once over its pages, in order, whatever the size of a page", () => {
  const order = fc.constantFrom(UnitOrder.VALUE_DESC, UnitOrder.VALUE_ASC, UnitOrder.UNIT_ASC);
  fc.assert(
    fc.property(units, order, fc.integer({ min: 1, max: 5 }), (all, orderBy, first) => {
      const map = mapOf(all);
      const seen: UnitValueType[] = [];
      let after: string | null = null;
      for (let more = true; more; ) {
        const page = unitPage(map.row, map.values, { where: WHERE, orderBy, first, after });
        seen.push(...page.nodes);
        more = page.pageInfo.hasNextPage;
        after = page.pageInfo.endCursor;
        expect(page.totalCount).toBe(all.filter((value) => !Number.isNaN(value)).length);
      }
      const places = seen.map(({ channel, y, x }) => channel * 6 + y * 3 + x);
      const wanted = [...all.keys()].filter((unit) => !Number.isNaN(all[unit]!));
      const sign = orderBy === UnitOrder.VALUE_ASC ? 1 : -1;
      if (orderBy !== UnitOrder.UNIT_ASC) wanted.sort((a, b) => sign * (all[a]! - all[b]!) || a - b);
      expect(places).toEqual(wanted);
      expect(seen.map(({ value }) => value)).toEqual(wanted.map((unit) => all[unit]! + 0));
    }),
  );
});

const STAIRS = mapOf([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Number.NaN]);
function values(where: object): (number | null)[] {
  const request = { where: { ...WHERE, ...where }, orderBy: UnitOrder.UNIT_ASC, first: 50 };
  return unitPage(STAIRS.row, STAIRS.values, request).nodes.map(({ value }) => value);
}

it("filters by channel, value and percentile", () => {
  expect(values({ channel: 1 })).toEqual([6, 7, 8, 9, 10]);
  expect(values({ minValue: 3, maxValue: 4 })).toEqual([3, 4]);
  expect(values({ minPercentile: 0.9 })).toEqual([9, 10]);
  expect(values({ maxPercentile: 0.1 })).toEqual([0, 1]);
  expect(values({ minPercentile: 0.5, maxValue: 5 })).toEqual([5]);
});

it("names the argument that is out of range", () => {
  expect(() => values({ channel: 2 })).toThrow("The checkpoint has the channels 0 to 1; there is no 2.");
  expect(() => values({ minPercentile: 90 })).toThrow("minPercentile is 90; it must be from 0 to 1.");
});
