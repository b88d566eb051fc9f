import { readFile, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projectFile, temporaryFolder } from "../testing/temporaryFolder.js";
import { NpyReader, readNpy } from "./npyReader.js";
import { NpyWriter, writeNpy } from "./npyWriter.js";

const golden = (name: string) => projectFile(`tests/reference/npy/${name}.npy`);
const sevenths = Float32Array.from({ length: 24 }, (_, k) => k / 7);
const thirds = Float64Array.from({ length: 10 }, (_, k) => (k - 5) / 3);

describe("files written by NumPy", () => {
  it.each([
    ["float32_2x3x4", [2, 3, 4], sevenths],
    ["float64_5x2_version2", [5, 2], thirds],
    ["float64_5", [5], thirds.slice(0, 5)],
    ["float64_scalar", [], Float64Array.of(1.5)],
  ])("%s", async (name, shape, data) => {
    expect(await readNpy(golden(name), "array")).toEqual({ shape, data });
  });

  it("are read row by row", async () => {
    const reader = await NpyReader.open(golden("float32_2x3x4"), "array");
    expect([reader.rows, reader.rowLength]).toEqual([2, 12]);
    expect(await reader.read(1, 1)).toEqual(sevenths.slice(12));
    await reader.close();
  });

  it.each([
    ["fortran_3x2", "Fortran order"],
    ["int64_3", "type <i8; expected <f4 or <f8: save it with .astype(numpy.float64)"],
    ["big_endian_3", "type >f4"],
    ["records_2", "holds records"],
  ])("%s is refused", async (name, reason) => {
    await expect(readNpy(golden(name), "array")).rejects.toThrow(reason);
  });
});

describe("files written here", () => {
  it("have the bytes that NumPy writes", async () => {
    const file = path.join(temporaryFolder(), "a.npy");
    await writeNpy(file, [2, 3, 4], sevenths);
    expect(await readFile(file)).toEqual(await readFile(golden("float32_2x3x4")));
    await writeNpy(file, [5], thirds.slice(0, 5));
    expect(await readFile(file)).toEqual(await readFile(golden("float64_5")));
  });

  it("come back bit for bit", async () => {
    const file = path.join(temporaryFolder(), "a.npy");
    const shapes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(shapes, fc.double(), async (shape, value) => {
        const length = shape.reduce((product, axis) => product * axis, 1);
        const data = Float64Array.from({ length }, (_, i) => value * (i + 1));
        await writeNpy(file, shape, data);
        expect(await readNpy(file, "array")).toEqual({ shape, data });
      }),
      { numRuns: 25 },
    );
  });

  it("are refused when they are not complete or too long", async () => {
    const file = path.join(temporaryFolder(), "a.npy");
    const writer = await NpyWriter.create(file, "float32", [3]);
    await writer.append(new Float64Array(2));
    await expect(writer.append(new Float64Array(2))).rejects.toThrow("room for 1 more");
    await expect(writer.close()).rejects.toThrow("1 numbers are missing");
  });
});

it("names a file that is truncated, foreign or not there", async () => {
  const file = path.join(temporaryFolder(), "a.npy");
  await expect(readNpy(file, "array")).rejects.toThrow(`There is no array "${file}"`);
  await writeNpy(file, [2, 3, 4], sevenths);
  await truncate(file, 200);
  await expect(readNpy(file, "array")).rejects.toThrow(
    "truncated: its header asks for 224 bytes, it has 200",
  );
  await truncate(file, 20);
  await expect(readNpy(file, "array")).rejects.toThrow("truncated");
  await writeFile(file, "PK\u0003\u0004 and more text");
  await expect(readNpy(file, "array")).rejects.toThrow("is no .npy file");
});
