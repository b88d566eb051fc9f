import { expect, it } from "vitest";
import { parseChain } from "./readChain.js";

const size = { width: 224, height: 224 };
const parse = (value: unknown) => parseChain(value, "chain.json", size);

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
    [{ augmentation: "hflip" }, { augmentation: "flip" }],
    'step 2: there is no augmentation "flip"; there are erasing,',
  ],
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
