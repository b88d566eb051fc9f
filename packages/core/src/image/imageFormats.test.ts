import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { FORMAT_NAMES, formatOfBytes, formatOfName, IMAGE_FORMATS } from "./imageFormats.js";

const projectFile = (name: string) => readFileSync(new URL(`../../../../${name}`, import.meta.url), "utf8");

it("names are known in any case, content by its first bytes", () => {
  expect(formatOfName("a/b.TIFF")).toEqual({ format: "TIFF", isRead: true });
  expect(formatOfName("photo.jfif")).toEqual({ format: "JPEG", isRead: true });
  expect(formatOfName("scan.dcm")).toEqual({ format: "DICOM", isRead: false });
  expect(formatOfName("notes.txt")).toBeUndefined();
  const name = (text: string) => formatOfBytes(Buffer.from(text, "latin1"))?.name;
  expect(name("P6 1 1 255\n123")).toBe("PNM");
  expect(name("P8 1 1 255\n123")).toBeUndefined();
  expect(name("MM\0*....")).toBe("TIFF");
  expect(name("\0\0\0\x1cftypheic\0\0\0\0mif1heic....")).toBe("HEIC");
  expect(name("\0\0\0\x1cftypmif1\0\0\0\0mif1avif....")).toBe("AVIF");
  expect(name("\0\0\0\x1cftypisom\0\0\0\0mif1mp41....")).toBeUndefined();
});

it("no ending belongs to two formats", () => {
  const endings = IMAGE_FORMATS.flatMap((format) => format.endings);
  expect(new Set(endings).size).toBe(endings.length);
});

it("the docs name the formats that are read", () => {
  for (const file of ["docs/cli.md", "docs/method.md"]) expect(projectFile(file)).toContain(FORMAT_NAMES);
});
