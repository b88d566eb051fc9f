import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bytesField, integerField, join } from "../../../../tests/golden/onnxBuilder.js";
import { OnnxFormatError } from "../errors.js";
import { concatBytes, encodeBytes, encodeBytesHeader, encodeVarint, WireReader } from "./wire.js";

const read = (bytes: Uint8Array) => new WireReader(bytes, 0, bytes.length, "a test message");

function firstField(bytes: Uint8Array): WireReader {
  const reader = read(bytes);
  expect(reader.next()).toBe(true);
  return reader;
}

describe("WireReader", () => {
  it("reads signed integers that fit a double", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        expect(firstField(integerField(3, value)).integer()).toBe(value);
      }),
    );
  });

  it("reads repeated integers packed and one by one", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (values) => {
        const packed = encodeBytes(2, concatBytes(values.map(encodeVarint)));
        const reader = firstField(packed);
        expect([...reader.integers()]).toEqual(values);
        expect(reader.countItems(0)).toBe(values.length);

        const single = read(join(values.map((value) => integerField(2, value))));
        const found: number[] = [];
        while (single.next()) found.push(...single.integers());
        expect(found).toEqual(values);
      }),
    );
  });

  it("passes over unknown fields of every wire type, groups included", () => {
    const group = [((40 << 3) & 0x7f) | 0x80 | 3, 0x02, 0x08, 0x01, ((40 << 3) & 0x7f) | 0x80 | 4, 0x02];
    const bytes = join([
      Uint8Array.from(group),
      Uint8Array.from([0x09, 1, 2, 3, 4, 5, 6, 7, 8]),
      Uint8Array.from([0x0d, 1, 2, 3, 4]),
      bytesField(7, "last"),
    ]);
    const reader = read(bytes);
    const fields: number[] = [];
    while (reader.next()) fields.push(reader.field);
    expect(fields).toEqual([40, 1, 1, 7]);
    expect(reader.text()).toBe("last");
  });

  it("never leaves a nested message", () => {
    // The inner field claims 5 bytes where its message has 1 left; the file has more.
    const reader = firstField(join([bytesField(1, Uint8Array.from([0x0a, 5, 0])), bytesField(2, "behind")]));
    const inner = reader.message("the inner message");
    expect(() => inner.next()).toThrow(/the inner message ends at byte 5, in the middle of field 1/);
  });

  it("answers any bytes with fields inside them or an OnnxFormatError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        const reader = read(bytes);
        try {
          while (reader.next()) expect(reader.valueEnd).toBeLessThanOrEqual(bytes.length);
        } catch (error) {
          expect(error).toBeInstanceOf(OnnxFormatError);
        }
      }),
    );
  });

  it.each([
    ["field number 0", [0x00, 0x01], /field numbered 0/],
    ["wire type 6", [0x0e], /wire type 6/],
    ["a number of eleven bytes", [0x08, ...Array<number>(10).fill(0xff), 0], /longer than ten bytes/],
    ["a group that ends as another", [0x0b, 0x14], /out of order/],
  ])("refuses %s", (_what, bytes, message) => {
    expect(() => read(Uint8Array.from(bytes)).next()).toThrow(message);
  });

  it("refuses text that is not UTF-8 or too long", () => {
    expect(() => firstField(bytesField(1, Uint8Array.from([0xc3, 0x28]))).text()).toThrow(/not UTF-8/);
    expect(() => firstField(bytesField(1, "n".repeat(5000))).text()).toThrow(/name of 5000 bytes/);
  });
});

describe("encoding", () => {
  it("writes what the reader reads", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.uint8Array({ maxLength: 300 }), (field, content) => {
        const bytes = encodeBytes(field, content);
        const reader = firstField(bytes);
        expect(reader.field).toBe(field);
        expect(reader.slice()).toEqual(content);
        expect(reader.next()).toBe(false);
        expect(concatBytes([encodeBytesHeader(field, content.length), content])).toEqual(bytes);
      }),
    );
  });
});
