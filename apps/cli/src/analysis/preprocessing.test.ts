import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/runCommand.js";
import { choosePreprocessing } from "./preprocessing.js";

const INPUT = { inputShape: [-1, 3, 224, 224], inputType: "float32" } as const;

it("takes a preset, JSON, or a file with either byte order mark, under both names of the option", async () => {
  const json = '{"preset": "torchvision", "minMax": true}';
  const expected = { spec: expect.objectContaining({ resize: 256, crop: 224 }), minMax: true };
  expect(await choosePreprocessing({ preprocessing: json }, INPUT)).toEqual(expected);
  const file = path.join(temporaryFolder(), "preprocessing.json");
  writeFileSync(file, `\uFEFF${json}`);
  expect(await choosePreprocessing({ preprocessing: file }, INPUT)).toEqual(expected);
  writeFileSync(file, `\uFEFF${json}`, "utf16le");
  expect(await choosePreprocessing({ preprocess: file }, INPUT)).toEqual(expected);
  expect(await choosePreprocessing({}, INPUT)).toEqual(
    await choosePreprocessing({ preprocessing: "paper" }, INPUT),
  );
});

it("names a file that is not there", async () => {
  await expect(choosePreprocessing({ preprocessing: "nowhere.json" }, INPUT)).rejects.toThrow(
    'There is no preprocessing "nowhere.json"',
  );
});
