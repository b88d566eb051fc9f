import { describe, expect, it } from "vitest";
import { sampleImageSet } from "../../../../tests/golden/sampleRun.js";
import { RunSpecError } from "../errors.js";
import { factorsOf } from "./inputSpace.js";
import { plannedEvaluations } from "./methodPlan.js";
import { type ModelOffer, type RunRequest, resolveRunSpec } from "./runSpec.js";

const images = sampleImageSet();
const model: ModelOffer = {
  oneAtATime: null,
  checkpoints: [
    { name: "maxpool", tensor: "/maxpool", shape: [16, 16, 16], suggested: true },
    { name: "inner", tensor: "/inner", shape: [16, 16, 16], suggested: false },
    { name: "fc", tensor: "logits", shape: [10], suggested: true },
  ],
  preprocessing: { resize: 64, crop: 64, mean: [0, 0, 0], std: [1, 1, 1], channelOrder: "RGB" },
};
const resolve = (request: RunRequest) => resolveRunSpec(request, model, images);

describe("resolveRunSpec", () => {
  it("fills in the defaults of the contract", () => {
    const spec = resolve({ augmentationSet: "SET_1" });
    expect(spec).toMatchObject({
      factors: ["erasing", "sharpness", "rolling", "grayscaling", "gaussian_blur"],
      permutation: true,
      class: true,
      partition: true,
      image: "WITH_CLASS",
      minMax: true,
      secondOrder: true,
      baseSamples: 1024,
      seed: 0,
      blockSize: 16,
    });
    expect(spec.checkpoints.map((c) => c.name)).toEqual(["maxpool", "fc"]);
    expect(spec.imageCounts).toEqual([new Array(10).fill(18), new Array(10).fill(18)]);
  });

  it("has the dimensions of the paper's table for sets 1 and 2", () => {
    const columns = (augmentationSet: string, useSwitches: boolean) =>
      factorsOf(resolve({ augmentationSet, useSwitches, image: "REDRAW" })).flatMap((f) => f.parameters)
        .length;
    // Sobol' design: V = 12 and 14. With switches each parametric augmentation has one more.
    expect(columns("SET_1", false)).toBe(12);
    expect(columns("SET_2", false)).toBe(14);
    expect(columns("SET_1", true)).toBe(15);
    expect(columns("SET_2", true)).toBe(20);
    expect(plannedEvaluations(resolve({ augmentationSet: "SET_1", baseSamples: 64 }))).toBe(18 * 64);
    expect(plannedEvaluations(resolve({ augmentationSet: "SET_2", baseSamples: 64 }))).toBe(22 * 64);
    expect(
      plannedEvaluations(resolve({ augmentationSet: "SET_1", baseSamples: 64, secondOrder: false })),
    ).toBe(10 * 64);
  });

  it("keeps checkpoints in forward order and takes tensor names", () => {
    const spec = resolve({ factors: ["hue"], checkpoints: ["fc", "/inner"] });
    expect(spec.checkpoints.map((c) => c.name)).toEqual(["inner", "fc"]);
  });

  it("leaves a quarter of the images aside, or the share that is asked for", () => {
    const counts = (holdOut?: number) => resolve({ factors: ["hue"], holdOut }).imageCounts.flat();
    expect(new Set(counts())).toEqual(new Set([18]));
    expect(new Set(counts(0))).toEqual(new Set([24]));
    expect(() => counts(0.95)).toThrow("holdOut is 0.95; it must lie between 0 and 0.9, for example 0.25.");
    expect(() => counts(Number.NaN)).toThrow(RunSpecError);
  });

  it("leaves at least eight blocks to small runs", () => {
    const sizes = [8, 16, 64, 127, 128, 1024].map(
      (n) => resolve({ factors: ["hue"], baseSamples: n }).blockSize,
    );
    expect(sizes).toEqual([1, 2, 8, 8, 16, 16]);
  });

  it("drops factors that could not vary", () => {
    expect(resolve({ factors: ["hue"] }).permutation).toBe(false);
    const single = {
      ...images,
      partitions: ["train"],
      entries: images.entries.filter((e) => e.partition === 0),
    };
    expect(resolveRunSpec({ factors: ["hue"] }, model, single).partition).toBe(false);
  });

  it("makes the image a factor of its own without the class factor", () => {
    const spec = resolve({ factors: ["hue"], includeClass: false });
    expect(spec.image).toBe("SEPARATE");
    expect(factorsOf(spec).map((f) => [f.key, f.kind])).toEqual([
      ["hue", "AUGMENTATION"],
      ["partition", "PARTITION"],
      ["image", "IMAGE"],
    ]);
  });

  it.each<[string, RunRequest, string]>([
    ["unknown method", { method: "SOBEL", factors: ["hue"] }, "method"],
    ["unknown factor", { factors: ["huw"] }, "factors"],
    ["factor named twice", { factors: ["hue", "hue"] }, "factors"],
    ["no factor", {}, "factors"],
    ["factors and set", { factors: ["hue"], augmentationSet: "SET_1" }, "factors"],
    ["unknown set", { augmentationSet: "SET_9" }, "augmentationSet"],
    ["missing checkpoint", { factors: ["hue"], checkpoints: ["layer9"] }, "checkpoints"],
    ["checkpoint named twice", { factors: ["hue"], checkpoints: ["fc", "logits"] }, "checkpoints"],
    ["too few base samples", { factors: ["hue"], baseSamples: 1 }, "baseSamples"],
    ["broken base samples", { factors: ["hue"], baseSamples: 2.5 }, "baseSamples"],
    ["negative seed", { factors: ["hue"], seed: -1 }, "seed"],
  ])("refuses %s and names the field", (_, request, field) => {
    expect(() => resolve(request)).toThrow(RunSpecError);
    expect(() => resolve(request)).toThrow(expect.objectContaining({ field }));
  });

  it("lists what there is when a name is unknown", () => {
    expect(() => resolve({ factors: ["huw"] })).toThrow(/there are erasing, sharpness.*hue/);
    expect(() => resolve({ factors: ["hue"], checkpoints: ["layer9"] })).toThrow(/there are maxpool, fc/);
  });

  it("asks for an image of every class in every partition, with class as a factor", () => {
    const entries = images.entries.filter((e) => !(e.partition === 1 && e.classIndex === 4));
    expect(() => resolveRunSpec({ factors: ["hue"] }, model, { ...images, entries })).toThrow(
      /no image of class "coat|no image of class/,
    );
    expect(() =>
      resolveRunSpec({ factors: ["hue"], includeClass: false }, model, { ...images, entries }),
    ).not.toThrow();
  });
});
