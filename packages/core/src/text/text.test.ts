import { describe, expect, it } from "vitest";
import { decodeText } from "./decodeText.js";
import { editDistance, nearestNames } from "./nearestNames.js";
import { parseCsv } from "./parseCsv.js";

describe("decodeText", () => {
  const utf16be = (text: string) => Buffer.from(`\uFEFF${text}`, "utf16le").swap16();

  it.each([
    ["UTF-8", Buffer.from("Bär")],
    ["UTF-8 with a mark", Buffer.from("\uFEFFBär")],
    ["UTF-16, little end first", Buffer.from("\uFEFFBär", "utf16le")],
    ["UTF-16, big end first", utf16be("Bär")],
  ])("reads %s", (_what, bytes) => {
    expect(decodeText(bytes)).toBe("Bär");
  });
});

describe("parseCsv", () => {
  const cells = (text: string, separator = ",") => parseCsv(text, separator).map((row) => row.cells);

  it("reads quotes with separators, doubled quotes and line breaks, and counts lines", () => {
    const text = 'a,"b, ""c"""\r\n\r\n"two\nlines",d\ne,\n';
    expect(parseCsv(text, ",")).toEqual([
      { cells: ["a", 'b, "c"'], line: 1 },
      { cells: ["two\nlines", "d"], line: 3 },
      { cells: ["e", ""], line: 5 },
    ]);
  });

  it("takes other separators, and blanks around cells", () => {
    expect(cells("a\t\tb, c\n", "\t")).toEqual([["a", "", "b, c"]]);
    expect(cells('0, "x" , y ', ",")).toEqual([["0", "x", "y"]]);
    expect(cells("", ",")).toEqual([]);
  });

  it("says where a quote is wrong", () => {
    expect(() => parseCsv('a\n"b,c\n', ",")).toThrow("the quote that begins in line 2 is not closed");
    expect(() => parseCsv('"a" b,c', ",")).toThrow('line 1: "b" follows a quote');
  });
});

describe("nearestNames", () => {
  it("counts letters that differ", () => {
    expect(editDistance("kitten", "sitting")).toBe(3);
    expect(editDistance("", "abc")).toBe(3);
  });

  it("gives the nearest first, and nothing where all is far", () => {
    expect(nearestNames("Imagnet", ["paper", "imagenet", "magnet"], 2)).toEqual(["imagenet", "magnet"]);
    expect(nearestNames("dragon", ["tench", "crane"], 2)).toEqual([]);
    expect(nearestNames("layr1", ["avgpool", "layer12", "layer1"])).toEqual(["layer1"]);
    expect(nearestNames("MaxPool", ["maxpool", "avgpool"])).toEqual(["maxpool"]);
    expect(nearestNames("layer10", ["layer12", "layer1", "layer"])).toEqual(["layer12", "layer1", "layer"]);
  });

  it("does not compare very long names", () => {
    expect(nearestNames("a".repeat(300), ["a".repeat(300)])).toEqual([]);
  });
});
