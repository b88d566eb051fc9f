import { describe, expect, it } from "vitest";
import { heldOutImages } from "../run/heldOutImages.js";
import { segmentSpecOf, specOf } from "../run/testing/sampleAnalysis.js";
import { testDigest } from "./testDigest.js";
import { CLASS_LABELS, offer } from "./testing/sampleStudy.js";
import {
  type EvaluationRequest,
  plannedEvaluationCost,
  plannedStudyCost,
  resolveEvaluationSpec,
  resolveStudySpec,
  type StudyRequest,
} from "./testSpec.js";

const run = specOf({ checkpoints: ["layer1", "layer2", "fc"] });
const mask = { factor: "hue", checkpoints: [] };
const elsewhere = { ...offer, isImageSetOfRun: false };

function evaluation(request: EvaluationRequest = {}, of = run, from = offer) {
  return resolveEvaluationSpec(request, of, mask, from);
}

function study(request: Partial<StudyRequest> = {}, of = run) {
  return resolveStudySpec({ measure: "ST", ...request }, of, offer);
}

describe("images of a test", () => {
  it("are those that the run left aside, of another set all", () => {
    expect(evaluation().images).toEqual(heldOutImages(offer.images.entries, 0.25));
    expect(evaluation({}, run, elsewhere).images).toHaveLength(480);
    expect(evaluation({ useSeenImages: true }).images).toHaveLength(480);
  });

  it("are balanced over classes, and others with another seed", () => {
    const { images, labels } = evaluation({ samples: 25 });
    const counts = new Map<number, number>();
    for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
    expect([...counts.values()].sort()).toEqual([2, 2, 2, 2, 2, 3, 3, 3, 3, 3]);
    expect(images).toEqual([...images].sort((a, b) => a - b));
    expect(evaluation({ samples: 25 }).images).toEqual(images);
    expect(evaluation({ samples: 25, seed: 1 }).images).not.toEqual(images);
  });

  it("have the network's classes, not the set's", () => {
    const { images, labels, classNames } = evaluation();
    expect(classNames).toEqual(CLASS_LABELS);
    for (const [i, position] of images.entries()) {
      const { name } = offer.images.entries[position];
      expect(name.split("/")[1]).toBe(CLASS_LABELS[labels[i]]);
    }
  });

  it("can be those of one partition", () => {
    const { images } = evaluation({ partition: "valid" });
    expect(images).toHaveLength(60);
    expect(images.every((position) => offer.images.entries[position].partition === 1)).toBe(true);
    expect(() => evaluation({ partition: "test" })).toThrow(/no partition "test"; there are train, valid/);
  });

  it("are refused where the run has seen all, with what would help", () => {
    const seen = specOf({ holdOut: 0 });
    expect(() => evaluation({}, seen)).toThrow(/left no image of the set aside \(holdOut 0\)/);
    expect(evaluation({ useSeenImages: true }, seen).images).toHaveLength(480);
    // A run of before there was such a share.
    const { holdOut: _, ...old } = seen;
    expect(() => evaluation({}, old as typeof seen)).toThrow(/useSeenImages/);
    expect(() => evaluation({ samples: 0 })).toThrow(/samples is 0/);
  });
});

describe("inputs of a test", () => {
  it("are the run's own mixture, one augmentation alone, or images as they are", () => {
    expect(evaluation({ draws: 3 }).inputs).toEqual([{ key: "augmented", kind: "TOGETHER", draws: 3 }]);
    expect(evaluation({ augmentation: "hue", draws: 3 }).inputs).toEqual([
      { key: "hue", kind: "ALONE", draws: 3 },
    ]);
    expect(evaluation({ augmentation: "grayscaling", draws: 3 }).inputs[0].draws).toBe(1);
    expect(evaluation({ augmented: false, draws: 3 }).inputs).toEqual([
      { key: "original", kind: "PLAIN", draws: 1 },
    ]);
    expect(() => evaluation({ augmented: false, augmentation: "hue" })).toThrow(/leave augmented out/);
    expect(() => evaluation({ augmentation: "melting" })).toThrow(/no augmentation "melting"/);
  });

  it("are the factor of the mask where the run is a contrast", () => {
    const contrast = specOf({ method: "CONTRAST", checkpoints: ["layer1"] });
    expect(evaluation({}, contrast).inputs).toEqual([{ key: "hue", kind: "ALONE", draws: 1 }]);
    const none = { factor: null, checkpoints: [] };
    expect(() => resolveEvaluationSpec({}, contrast, none, offer)).toThrow(/name the one to test under/);
  });

  it("of a study are the original and each augmentation of its factors", () => {
    const { inputs, factors, masked } = study({ draws: 2 });
    expect(factors).toEqual(["erasing", "grayscaling", "hue", "permutation", "class", "partition"]);
    expect(inputs.map(({ key, draws }) => [key, draws])).toEqual([
      ["original", 1],
      ["erasing", 2],
      ["grayscaling", 1],
      ["hue", 2],
    ]);
    expect(masked.map(({ name }) => name)).toEqual(["layer1", "layer2"]);
    expect(study({ factors: ["class", "hue"] }).factors).toEqual(["hue", "class"]);
  });
});

describe("the cost of a test", () => {
  it("is that of every input without mask, under it and under its controls", () => {
    const spec = evaluation({ samples: 20, draws: 2, randomControls: 3 });
    const rule = {
      measure: "ST",
      factor: "hue",
      withFactor: null,
      percentile: 0.9,
      direction: "ABOVE",
    } as const;
    const rules = [{ ...rule, checkpoints: [], alpha: 0, soft: null, seed: 0 }];
    expect(plannedEvaluationCost(spec, rules)).toBe(40 * (1 + 1 + 3 + 1));
    expect(plannedEvaluationCost(spec, [{ ...rules[0], soft: "M" }])).toBe(40 * (1 + 1 + 3));
  });

  it("of a study is the method's: 200 images, two variables, 17 configurations and five controls each", () => {
    const spec = {
      ...study({ factors: ["permutation", "class"] }),
      images: Array.from({ length: 200 }, () => 0),
    };
    expect(plannedStudyCost(spec)).toBe(200 * (1 + 2 * 17 * (1 + 5)));
  });
});

describe("a test is refused", () => {
  it("for a measure, factor or checkpoint that the run does not have", () => {
    expect(() => study({ measure: "S2" })).toThrow(/S2 belongs to pairs/);
    expect(() => study({ measure: "SHAPLEY" })).toThrow(/cannot be made by SHAPLEY; it can be by S1, ST/);
    expect(() => study({ measure: "MEAN" })).toThrow(/cannot be made from MEAN/);
    expect(() => study({ factors: ["rolling"] })).toThrow(/no factor "rolling"; there are erasing/);
    expect(() => study({ checkpoints: ["layer4"] })).toThrow(/no checkpoint "layer4"/);
    expect(() => study({}, specOf({ checkpoints: ["fc"] }))).toThrow(/no convolutional checkpoint/);
  });

  it("when its predictions would not fit into memory", () => {
    const most = { samples: 480, draws: 100, randomControls: 100, useSeenImages: true };
    expect(() => study(most)).toThrow(/takes \d+ evaluations; 200000000 are the most. Ask for fewer/);
    expect(() => evaluation(most)).not.toThrow();
  });

  it("for a piece of a network, another network, and one that is no classifier", async () => {
    const segment = await segmentSpecOf({ from: "layer1", to: "layer2", channel: "H" });
    expect(() => evaluation({}, segment)).toThrow(/the piece of the network that ends in layer2/);
    const { model } = offer;
    const other = model.checkpoints.map((c) => (c.name === "layer1" ? { ...c, shape: [8, 16, 16] } : c));
    expect(() => evaluation({}, run, { ...offer, model: { ...model, checkpoints: other } })).toThrow(
      /layer1 has the shape \[16,16,16\], the network's \[8,16,16\]/,
    );
    const cut = model.checkpoints.filter(({ name }) => !["fc", "avgpool"].includes(name));
    const map = cut.findLastIndex(({ shape }) => shape.length === 3 && shape[1] > 1);
    const noClassifier = { ...offer, model: { ...model, checkpoints: cut.slice(0, map + 1) } };
    expect(() => evaluation({}, run, noClassifier)).toThrow(/whose last value is \[K\].*has no such value/);
  });

  it("is read where it is asked for, from a network with several outputs", () => {
    const { model } = offer;
    const boxes = { name: "boxes", tensor: "boxes", shape: [8, 4, 4], suggested: true };
    const detector = { ...offer, model: { ...model, checkpoints: [...model.checkpoints, boxes] } };
    expect(() => evaluation({}, run, detector)).toThrow(
      /last value boxes has the shape \[8,4,4\].*to be named as output: .*fc \[10\]\.$/,
    );
    expect(evaluation({ output: "fc" }, run, detector).output).toEqual(evaluation({}).output);
    expect(() => evaluation({ output: "layer1" }, run, detector)).toThrow("network's layer1 has the shape");
    expect(() => evaluation({ output: "nowhere" }, run, detector)).toThrow('no value "nowhere" to read');
  });
});

describe("the digest of a test", () => {
  it("does not depend on the order in which a store gives fields back", () => {
    const spec = study();
    const turned = Object.fromEntries(Object.entries(spec).reverse()) as unknown as typeof spec;
    expect(testDigest(JSON.parse(JSON.stringify(turned)))).toBe(testDigest(spec));
    expect(testDigest({ ...spec, seed: 1 })).not.toBe(testDigest(spec));
  });
});
