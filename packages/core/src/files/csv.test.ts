import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/temporaryFolder.js";
import { CsvWriter, readCsv } from "./csv.js";

async function readAll(file: string): Promise<string[][]> {
  const rows: string[][] = [];
  for await (const row of readCsv(file, "table")) rows.push(row);
  return rows;
}

it("gives back texts and numbers", async () => {
  const file = path.join(temporaryFolder(), "a.csv");
  const texts = fc.array(
    fc.string({ minLength: 1 }).filter((text) => !/[\n\r]/.test(text)),
    { minLength: 1, maxLength: 4 },
  );
  await fc.assert(
    fc.asyncProperty(texts, fc.double({ noNaN: true }), async (header, number) => {
      const csv = await CsvWriter.create(file, header);
      await csv.row(header.map(() => number));
      await csv.close();
      const [first, second] = await readAll(file);
      expect(first).toEqual(header);
      // A negative zero is written as 0, which is the same number.
      expect(second?.map((cell) => Number(cell) + 0)).toEqual(header.map(() => number + 0));
    }),
    { numRuns: 40 },
  );
});

it("leaves cells of null and NaN empty, and quotes where it must", async () => {
  const file = path.join(temporaryFolder(), "a.csv");
  const csv = await CsvWriter.create(file, ["a,b", 'say "x"', "plain"]);
  await csv.row([null, Number.NaN, 0.1]);
  await csv.close();
  expect(await readFile(file, "utf8")).toBe('"a,b","say ""x""",plain\n,,0.1\n');
  expect(await readAll(file)).toEqual([
    ["a,b", 'say "x"', "plain"],
    ["", "", "0.1"],
  ]);
});

it("reads what spreadsheets write, and names the line of an open quote", async () => {
  const file = path.join(temporaryFolder(), "a.csv");
  await writeFile(file, '\uFEFFa,"b"\r\n1,2\r\n');
  expect(await readAll(file)).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  await writeFile(file, 'a\n1,"2\n');
  await expect(readAll(file)).rejects.toThrow("line 2: a quote is not closed");
  await expect(readAll(path.join(temporaryFolder(), "none.csv"))).rejects.toThrow("There is no table");
});
