import fc from "fast-check";
import { expect, it } from "vitest";
import { checkFirst, decodeCursor, encodeCursor } from "./cursor.js";

it("gives back the place it was made from", () => {
  fc.assert(
    fc.property(fc.string(), fc.integer(), (text, number) => {
      const cursor = encodeCursor("runs", [text, number]);
      expect(decodeCursor("runs", ["string", "number"], cursor)).toEqual([text, number]);
    }),
  );
});

it("has no place without a cursor", () => {
  expect(decodeCursor("runs", ["string"], null)).toBeNull();
  expect(decodeCursor("runs", ["string"], undefined)).toBeNull();
});

it.each([
  ["of another list", encodeCursor("models", ["a"])],
  ["with another place", encodeCursor("runs", [1])],
  ["made up", "abc"],
  ["empty", ""],
])("refuses a cursor %s", (_what, cursor) => {
  expect(() => decodeCursor("runs", ["string"], cursor)).toThrow(
    expect.objectContaining({ extensions: { code: "BAD_USER_INPUT", field: "after" } }),
  );
});

it("keeps pages between 1 and 500 entries", () => {
  expect(checkFirst(1)).toBe(1);
  expect(checkFirst(500)).toBe(500);
  for (const first of [0, -1, 501])
    expect(() => checkFirst(first)).toThrow(`first is ${first}; a page has 1 to 500`);
});
