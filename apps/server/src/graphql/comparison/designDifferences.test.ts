import { expect, it } from "vitest";
import { designDifferences } from "./designDifferences.js";

const DESIGN = {
  method: "SOBOL",
  factors: ["hue", "rolling"],
  baseSamples: 512,
  blockSize: 16,
  checkpoints: [{ name: "layer1", tensor: "a", shape: [1] }],
  preprocessing: { crop: 64, mean: [0.5, 0.5, 0.5] },
};

it("finds nothing between equal designs, whatever the tensors are called", () => {
  const other = { ...DESIGN, checkpoints: [{ name: "layer1", tensor: "b", shape: [2] }] };
  expect(
    designDifferences([
      { design: DESIGN, imageSet: "x" },
      { design: other, imageSet: "x" },
    ]),
  ).toEqual([]);
});

it("tells a segment in one line, by its names", () => {
  const segment = { from: null, to: "layer1", channel: "V", fromTensor: null, toTensor: "a", channels: 3 };
  const differences = designDifferences([
    { design: { ...DESIGN, segment: null }, imageSet: "x" },
    { design: { ...DESIGN, segment }, imageSet: "x" },
    { design: { ...DESIGN, segment: { ...segment, toTensor: "b" } }, imageSet: "x" },
  ]);
  const text = "input..layer1, value";
  expect(differences).toEqual([{ field: "segment", values: [null, text, text] }]);
});

it("tells the fields that differ, nested ones and images too", () => {
  const other = {
    ...DESIGN,
    baseSamples: 1024,
    blockSize: 8,
    preprocessing: { crop: 64, mean: [0, 0, 0] },
    factors: ["hue"],
  };
  const differences = designDifferences([
    { design: DESIGN, imageSet: "x" },
    { design: other, imageSet: "y" },
    { design: { ...DESIGN, extra: true }, imageSet: "x" },
  ]);
  expect(Object.fromEntries(differences.map(({ field, values }) => [field, values]))).toEqual({
    imageSet: ["x", "y", "x"],
    factors: ["hue, rolling", "hue", "hue, rolling"],
    baseSamples: ["512", "1024", "512"],
    "preprocessing.mean": ["0.5, 0.5, 0.5", "0, 0, 0", "0.5, 0.5, 0.5"],
    extra: [null, null, "true"],
  });
});
