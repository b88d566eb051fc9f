import { expect, it } from "vitest";
import { copyData, copyRows, float8Field, int4Field, uuidField } from "./copyFormat.js";

const hex = (bytes: readonly Uint8Array[]) => Buffer.concat(bytes).toString("hex");

it("writes fields and rows as Postgres does", () => {
  // int4send(-2), float8send(0.5), uuid_send(...).
  expect(hex([int4Field(-2)!])).toBe("fffffffe");
  expect(hex([float8Field(0.5)!])).toBe("3fe0000000000000");
  expect(hex([uuidField("00112233-4455-6677-8899-aabbccddeeff")!])).toBe("00112233445566778899aabbccddeeff");
  const rows = copyRows([
    [int4Field(-2), null],
    [Uint8Array.of(), Uint8Array.of(7)],
  ]);
  expect(hex([rows])).toBe(
    ["0002", "00000004fffffffe", "ffffffff", "0002", "00000000", "0000000107"].join(""),
  );
});

it("puts signature and end around rows that were made apart", () => {
  const one = copyRows([[int4Field(1)]]);
  const both = copyRows([[int4Field(1)], [int4Field(1)]]);
  const signature = "5047434f50590aff0d0a00";
  expect(hex(copyData([one, one]))).toBe(`${signature}0000000000000000${hex([both])}ffff`);
});
