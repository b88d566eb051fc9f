import fc from "fast-check";
import { expect, it } from "vitest";
import { localId, parseGlobalId, toGlobalId } from "./globalId.js";

it("gives back what it was made from", () => {
  const kind = fc.constantFrom("Model", "ImageSet", "Run", "IndexMap");
  fc.assert(
    fc.property(kind, fc.uuid(), (k, id) => {
      expect(parseGlobalId(toGlobalId(k, id))).toEqual({ kind: k, id });
    }),
  );
});

it("refuses whatever it did not make, naming the argument", () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(() => parseGlobalId(text, "runIds")).toThrow(
        expect.objectContaining({ extensions: { code: "BAD_USER_INPUT", field: "runIds" } }),
      );
    }),
  );
});

it("refuses the id of another kind", () => {
  const id = toGlobalId("Model", "0190a3c4-0000-7000-8000-000000000000");
  expect(() => localId("Run", id)).toThrow("This is the id of a Model; a Run is meant.");
});
