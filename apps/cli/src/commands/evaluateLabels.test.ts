import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

const FIELD = projectFile("tests/reference/field/wnid_labels");
const MATERIAL = ["--model", path.join(FIELD, "model.onnx"), "--images", path.join(FIELD, "photos")];
const SYNSETS = path.join(FIELD, "synset_words.txt");
const MASK = ["--measure", "ST", "--factor", "hue", "--percentile", "0.5", "--checkpoints"];

let folder: string;
let run: string;
let checkpoint: string;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "unitscope-labels-"));
  run = path.join(folder, "run.h5");
  const { checkpoints } = JSON.parse(await runToEnd(["inspect", MATERIAL[1] as string, "--json"]));
  checkpoint = checkpoints.find((one: { shape: number[] }) => one.shape.length === 3).name;
  const design = ["--factors", "hue,rolling", "--method", "shapley", "--base-samples", "8"];
  await runToEnd([
    "analyze",
    ...MATERIAL,
    ...design,
    "--checkpoints",
    checkpoint,
    "--threads",
    "1",
    "--out",
    run,
  ]);
});
afterAll(() => rmSync(folder, { recursive: true }));

function evaluate(labels: string, ...more: string[]) {
  const args = ["--labels", labels, "--samples", "8", "--random-controls", "1", "--threads", "1", ...more];
  return runCommand(["evaluate", run, ...MASK, checkpoint, ...MATERIAL, ...args]);
}

/** What a list of labels gives: the class shown for each output. */
async function shownClasses(text: string | Buffer): Promise<string[]> {
  const file = path.join(temporaryFolder(), "labels");
  writeFileSync(file, text);
  const out = path.join(temporaryFolder(), "evaluation.json");
  const { code, stderr } = await evaluate(file, "--out", out);
  expect({ code, stderr }).toMatchObject({ code: 0 });
  return JSON.parse(readFileSync(out, "utf8")).spec.classNames;
}

it("finds folders named by WordNet's ids in synset_words.txt, and shows the words", async () => {
  const shown = await shownClasses(readFileSync(SYNSETS));
  expect(shown).toEqual([
    "tench, Tinca tinca",
    "goldfish, Carassius auratus",
    "great white shark, white shark",
    "tiger shark, Galeocerdo cuvieri",
  ]);
  const lines = readFileSync(SYNSETS, "utf8").trim().split("\n");
  const pairs = lines.map((line) => [line.slice(0, 9), line.slice(10)]);
  const keras = JSON.stringify(Object.fromEntries(pairs.map((pair, i) => [i, pair])));
  expect(await shownClasses(`\uFEFF${keras}`)).toEqual(shown);
  const csv = pairs.map(([id, words], i) => `${i},${id},"${words}"`).reverse();
  expect(await shownClasses(`index,wnid,label\r\n${csv.join("\r\n")}\r\n`)).toEqual(shown);
  expect(await shownClasses(Buffer.from(`\uFEFF${lines.join("\r\n")}\r\n\r\n`, "utf16le"))).toEqual(shown);
});

it("names the folders that fit no label, with the nearest", async () => {
  const file = path.join(temporaryFolder(), "labels.txt");
  writeFileSync(file, readFileSync(SYNSETS, "utf8").replace("n01440764", "n01440765"));
  const { code, stderr } = await evaluate(file);
  expect(code).toBe(2);
  expect(stderr).toContain('The class "n01440764" (nearest: n01440765');
});

it("says which file and line are at fault", async () => {
  const file = path.join(temporaryFolder(), "labels.csv");
  writeFileSync(file, "index,label\n0,a\n0,b\n1,c\n2,d\n");
  expect(await evaluate(file)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(
      `The list of labels "${file}": The index 0 stands in line 2 and in line 3`,
    ),
  });
});
