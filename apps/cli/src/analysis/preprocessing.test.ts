import { writeFileSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "../testing/runCommand.js";
import { choosePreprocessing, PRESET_NAMES } from "./preprocessing.js";

const INPUT = [-1, 3, 224, 224];

it("takes presets by name", async () => {
  expect(await choosePreprocessing("paper", INPUT)).toEqual({
    spec: {
      resize: 224,
      crop: 224,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      channelOrder: "RGB",
    },
    minMax: true,
  });
  expect((await choosePreprocessing("torchvision", INPUT)).spec.resize).toBe(256);
  expect((await choosePreprocessing("torchvision", [1, 3, 64, 64])).spec.resize).toBe(73);
  for (const name of PRESET_NAMES) expect((await choosePreprocessing(name, INPUT)).spec.crop).toBe(224);
});

it("fills JSON up from ImageNet's preset, or the one it names", async () => {
  const json = '{"resize": 256, "channelOrder": "BGR", "minMax": true}';
  const expected = {
    spec: {
      resize: 256,
      crop: 224,
      mean: [0.406, 0.456, 0.485],
      std: [0.225, 0.224, 0.229],
      channelOrder: "BGR",
    },
    minMax: true,
  };
  expect(await choosePreprocessing(json, INPUT)).toEqual(expected);
  const file = path.join(temporaryFolder(), "preprocessing.json");
  writeFileSync(file, json);
  expect(await choosePreprocessing(file, INPUT)).toEqual(expected);
  expect((await choosePreprocessing('{"preset": "symmetric"}', INPUT)).spec.mean).toEqual([0.5, 0.5, 0.5]);
});

it.each([
  ["imagnet", 'There is no preprocessing preset "imagnet"'],
  ['{"resize": 256,}', "The preprocessing is no JSON"],
  ['{"size": 256}', 'has no "size"'],
  ['{"resize": 100}', "at least the crop of 224"],
  ['{"crop": 200}', "crop must be 224"],
  ['{"resize": "256"}', 'resize is "256"'],
  ['{"mean": [0.5]}', "mean is [0.5]"],
  ['{"std": [1, 0, 1]}', "above 0"],
  ['{"channelOrder": "GBR"}', '"RGB" or "BGR"'],
  ['{"minMax": 1}', "true or false"],
])("refuses %s", async (text, reason) => {
  await expect(choosePreprocessing(text, INPUT)).rejects.toThrow(reason);
});

it("refuses a network that is not square", async () => {
  await expect(choosePreprocessing("paper", [1, 3, 224, 160])).rejects.toThrow("160x224; only square");
});
