import { describe, expect, it } from "vitest";
import {
  designDifferenceText,
  designFacts,
  designName,
  designText,
  imageCountsText,
  provenanceFacts,
} from "./design";
import { MISSING } from "./number";

const preprocessing = {
  resize: 64,
  crop: 64,
  mean: [0.485, 0.456, 0.406],
  std: [0.2, 0.2, 0.2],
  channelOrder: "RGB",
};
const design = {
  method: "SOBOL",
  factors: ["hue", "gaussian_blur"],
  permutation: true,
  class: true,
  partition: false,
  image: "WITH_CLASS",
  useSwitches: false,
  checkpoints: [{ name: "layer1", tensor: "/layer1/out", shape: [16, 16, 16] }],
  baseSamples: 1024,
  secondOrder: true,
  nested: null,
  draws: 1,
  softmax: null,
  targetHalfWidth: null,
  preprocessing,
  imageCounts: [
    [24, 24],
    [24, 24],
  ],
};
const facts = (changes: Record<string, unknown> = {}) =>
  new Map(designFacts({ ...design, ...changes }).map(({ label, text }) => [label, text]));

describe("the design in words", () => {
  it("says what people would say", () => {
    expect(Object.fromEntries(facts())).toEqual({
      Method: "Sobol’ indices",
      Augmentations: "Hue, Gaussian blur",
      "Other factors": "Permutation, Class",
      Image: "belongs to the class factor",
      Switches: "no",
      Checkpoints: "layer1",
      "Base samples N": "1\u202f024",
      "Second order": "yes",
      Preprocessing: "64 × 64 px; RGB; mean 0.485, 0.456, 0.406; sd 0.200, 0.200, 0.200",
      Images: "24 images per class and partition, 96 in all",
    });
  });
  it("leaves out what is null or means nothing to the method", () => {
    const contrast = facts({
      method: "CONTRAST",
      draws: 3,
      image: "REDRAW",
      permutation: false,
      class: false,
    });
    expect(contrast.get("Draws an image")).toBe("3");
    for (const label of ["Image", "Second order", "Switches", "Other factors", "Loops", "Softmax behind"])
      expect(contrast.has(label)).toBe(false);
    const nested = facts({
      method: "SHAPLEY_NESTED",
      nested: { permutations: 64, outerSamples: 4, innerSamples: 3, players: "COLUMNS" },
    });
    expect(nested.get("Loops")).toBe(
      "64 × 4 × 3 (orders × outer × inner samples); players: single parameters",
    );
    expect(nested.has("Base samples N")).toBe(false);
  });
  it("counts images whatever varies", () => {
    expect(imageCountsText([[24, 20]])).toBe("20 to 24 images per class, 44 in all");
    expect(imageCountsText([[7], [7]])).toBe("7 images per partition, 14 in all");
    expect(imageCountsText([[1]])).toBe("1 image");
  });
  it("shows the shorter side only where it is not the crop", () => {
    expect(designText("preprocessing", { ...preprocessing, resize: 72 })).toMatch(
      /^shorter side to 72 px; 64 × 64/,
    );
  });
  it("tells a segment in short, and nothing of the whole network", () => {
    const segment = { from: "layer1", to: "layer2", channel: "H", fromTensor: "a", toTensor: "b" };
    expect(facts({ segment }).get("Segment")).toBe("layer1..layer2, hue");
    expect(facts({ segment: { ...segment, from: null, channel: "V" } }).get("Segment")).toBe(
      "input..layer2, value",
    );
    expect(facts({ segment: null }).has("Segment")).toBe(false);
  });
  it("names fields, inner ones too", () => {
    expect(designName("baseSamples")).toBe("Base samples N");
    expect(designName("outerSamples")).toBe("Outer samples");
    expect(designName("preprocessing.channelOrder")).toBe("Preprocessing, channel order");
  });
});

it("puts differences between designs into words", () => {
  expect(designDifferenceText("image", "SEPARATE")).toBe("a factor of its own");
  expect(designDifferenceText("minMax", "true")).toBe("yes");
  expect(designDifferenceText("factors", "hue, erasing")).toBe("Hue, Erasing");
  expect(designDifferenceText("nested.players", "FACTORS")).toBe("whole factors");
  expect(designDifferenceText("targetHalfWidth", "null")).toBe(MISSING);
  expect(designDifferenceText("seed", null)).toBe(MISSING);
  expect(designDifferenceText("segment", "layer1..layer2, hue")).toBe("layer1..layer2, hue");
  expect(designDifferenceText("segment", null)).toBe("whole network");
});

it("names what computed the numbers, and leaves out what is not known", () => {
  const networkInput = { images: 8, channels: [{ name: "R" }] };
  expect(provenanceFacts({ onnxRuntime: "1.30.0", threads: 2, hosts: null, networkInput })).toEqual([
    { label: "ONNX Runtime", text: "1.30.0" },
    { label: "Threads", text: "2" },
  ]);
});

it("tells why images went one at a time once, where it tells what computed the numbers", () => {
  const oneAtATime = 'node "mean" (ReduceMean) works along the batch axis';
  expect(provenanceFacts({ oneAtATime })).toEqual([
    { label: "One image at a time, since", text: oneAtATime },
  ]);
  expect(designFacts({ method: "SOBOL", oneAtATime })).toHaveLength(1);
});
