import { expect, it } from "vitest";
import { parseChain, readChain } from "./readChain.js";

const size = { width: 224, height: 224 };
const parse = (value: unknown) => {
  const { steps, faults } = parseChain(value, size);
  if (faults.length > 0) throw new Error(faults.join("; "));
  return steps;
};

it("puts parameters into the order of the augmentation", () => {
  const chain = parse([
    { augmentation: "rolling", parameters: { dx: 3, dy: -2 } },
    { augmentation: "hflip" },
    { augmentation: "hue", parameters: { factor: 0.2, on: 1 } },
  ]);
  expect(chain.map(({ augmentation, parameters }) => [augmentation.key, parameters])).toEqual([
    ["rolling", [-2, 3]],
    ["hflip", []],
    ["hue", [0.2]],
  ]);
});

it("leaves out what is switched off", () => {
  expect(parse([{ augmentation: "hflip", parameters: { on: 0 } }])).toEqual([]);
});

it.each([
  [{}, "must be a list"],
  [["hflip"], "step 1: expected"],
  [
    [{ augmentation: "hflip" }, { augmentation: "tint" }],
    'step 2: there is no augmentation "tint"; there are erasing,',
  ],
  [[{ augmentation: "flip" }], 'there is no augmentation "flip"; the nearest is hflip'],
  [[{ augmentation: "hflip", params: {} }], '"params" is unknown'],
  [[{ augmentation: "hue", parameters: {} }], 'hue lacks the parameter "factor"'],
  [
    [{ augmentation: "hue", parameters: { sigma: 1, factor: 0 } }],
    'hue has no parameter "sigma"; it takes factor',
  ],
  [[{ augmentation: "hflip", parameters: { x: 1 } }], "it takes no parameters"],
  [[{ augmentation: "hue", parameters: { factor: "1" } }], 'the parameter "factor" of hue is "1"'],
  [[{ augmentation: "hue", parameters: { factor: 1, on: 0.5 } }], '"on" is 0.5; it must be 0 or 1'],
])("refuses %j", (value, reason) => {
  expect(() => parse(value)).toThrow(reason);
});

it("names all faults at once", () => {
  const value = [{ augmentation: "hue", parameters: { sigma: 1, on: 2 } }, 7, { augmentation: "x", y: 1 }];
  expect(parseChain(value, size).faults).toEqual([
    'step 1: "on" is 2; it must be 0 or 1',
    'step 1: hue has no parameter "sigma"; it takes factor',
    'step 1: hue lacks the parameter "factor"; it takes factor',
    'step 2: expected {"augmentation": KEY, "parameters": {...}}',
    'step 3: "y" is unknown; a step has "augmentation" and "parameters"',
    expect.stringContaining('step 3: there is no augmentation "x"'),
  ]);
});

it("reads JSON in place of a file's name", async () => {
  const [step] = await readChain(' [{"augmentation": "hue", "parameters": {"factor": 0.5}}]', size);
  expect(step?.parameters).toEqual([0.5]);
  await expect(readChain('[{"augmentation":', size)).rejects.toThrow("The chain is no JSON");
  await expect(readChain("{}", size)).rejects.toThrow("The chain: it must be a list");
});
