import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { sampleModel } from "../../../../tests/golden/onnx.js";
import { RunSpecError } from "../errors.js";
import type { Mask } from "../resultFiles/maskFile.js";
import { temporaryFolder } from "../testing/temporaryFolder.js";
import { analyze } from "./analysis.js";
import type { ImageSet } from "./images.js";
import { chooseMask, combineMasks, openMask, saveMask } from "./masks.js";
import { evaluateMask, openStudy, saveStudy, singleClasses, studyMasks } from "./maskTests.js";
import { type Network, openNetwork } from "./network.js";
import { openRun, type Run, saveRun } from "./run.js";
import { sampleImages, TINY_RUN, tinyNetwork } from "./testing/tinyLibrary.js";

let network: Network;
let images: ImageSet;
let run: Run;
/** The network has ten outputs and was trained on nothing: the first five are called as the folders. */
let labels: string[];

beforeAll(async () => {
  [network, images] = [await tinyNetwork(), await sampleImages()];
  run = await analyze(network, images, TINY_RUN);
  labels = Array.from({ length: 10 }, (_, i) => images.classes[i] ?? `class ${i}`);
});

const HUE = { measure: "SHAPLEY", factor: "hue", percentile: 0.8 } as const;

describe("a mask", () => {
  it("is the same from a run in memory and from its file", async () => {
    const file = path.join(temporaryFolder(), "run.h5");
    await saveRun(file, run);
    const stored = await openRun(file);
    try {
      const [fromMemory, fromFile] = [await chooseMask(run, HUE), await chooseMask(stored, HUE)];
      expect(fromMemory.checkpoints).toEqual(fromFile.checkpoints);
      expect(fromMemory.checkpoints[0]?.units.length).toBeGreaterThan(0);
    } finally {
      stored.close();
    }
  });

  it("is given back by its folder", async () => {
    const folder = path.join(temporaryFolder(), "hue");
    const mask = await chooseMask(run, { ...HUE, alpha: 1.5 });
    const files = await saveMask(folder, mask, { run });
    expect(files[0]).toBe(path.join(folder, "mask.json"));
    const read: Mask = await openMask(folder);
    expect(read.recipe).toEqual(mask.recipe);
    expect(read.checkpoints).toEqual(mask.checkpoints);
    await expect(saveMask(folder, mask)).rejects.toThrow("holds a mask already");
    await saveMask(folder, mask, { overwrite: true });
  });

  it("is refused without a word on which units, and for what the run has not", async () => {
    const refused = async (request: object) =>
      (await chooseMask(run, { ...HUE, ...request }).catch((error: unknown) => error)) as RunSpecError;
    expect((await refused({ percentile: undefined })).field).toBe("percentile");
    expect((await refused({ measure: "S2" })).field).toBe("measure");
    expect((await refused({ factor: "rolling" })).field).toBe("factor");
  });

  it("joins another of the same run", async () => {
    const [hue, grey] = [
      await chooseMask(run, HUE),
      await chooseMask(run, { ...HUE, factor: "grayscaling" }),
    ];
    const both = combineMasks(hue, grey, "UNION");
    for (const [i, { units }] of both.checkpoints.entries()) {
      const wanted = new Set([...(hue.checkpoints[i]?.units ?? []), ...(grey.checkpoints[i]?.units ?? [])]);
      expect([...units]).toEqual([...wanted].sort((a, b) => a - b));
    }
    const loud = await chooseMask(run, { ...HUE, alpha: 2 });
    expect(() => combineMasks(hue, loud, "UNION")).toThrow(RunSpecError);
    expect(combineMasks(hue, loud, "UNION", { alpha: 0.5 }).checkpoints[0]?.alpha).toBe(0.5);
  });
});

describe("the test of a mask", () => {
  it("gives accuracies with intervals, for images that the run did not see", async () => {
    const mask = await chooseMask(run, HUE);
    const options = { labels, samples: 20, randomControls: 2, threads: 1 };
    const found = await evaluateMask(run, mask, network, images, options);
    expect(found.sampleCount).toBe(20);
    expect(found.masked.top1.value).toBeGreaterThanOrEqual(0);
    expect(found.masked.top1.halfWidth).toBeGreaterThan(0);
    expect(found.maskedMinusBaseline.difference).toBeCloseTo(
      found.masked.top1.value - found.baseline.top1.value,
      12,
    );
    expect(found.perControl.length).toBe(2);
    const seen = await evaluateMask(run, mask, network, images, { ...options, threads: 2 });
    expect(seen).toEqual(found);
  });

  it("wants the network and the mask of the run", async () => {
    const mask = await chooseMask(run, HUE);
    const sample = await openNetwork(sampleModel("resnet18-plain.onnx"));
    await expect(evaluateMask(run, mask, sample, images, { labels })).rejects.toThrow("is another network");
    const other = { ...mask, run: { ...mask.run, seed: 5 } };
    await expect(evaluateMask(run, other, network, images, { labels })).rejects.toThrow(
      "made from another run",
    );
    await expect(evaluateMask(run, mask, network, images, { labels: ["one"] })).rejects.toThrow(
      "1 class labels",
    );
  });
});

describe("a study", () => {
  it("keeps its predictions, from which its file and the single classes follow", async () => {
    const study = await studyMasks(run, network, images, {
      measure: "SHAPLEY",
      factors: ["hue"],
      samples: 12,
      randomControls: 1,
      labels,
      threads: 1,
    });
    expect(study.result.sampleCount).toBe(12);
    expect(study.result.vectors.map(({ input }) => input)).toEqual(["original", "hue"]);
    const file = path.join(temporaryFolder(), "study.h5");
    await saveStudy(file, study);
    const stored = await openStudy(file);
    expect(stored.result).toEqual(study.result);
    const output = study.spec.output.name;
    const matches = singleClasses(stored, run, "SHAPLEY", { topClasses: 2 });
    if (run.spec.checkpoints.some(({ name }) => name === output)) {
      expect((await matches).every(({ classes }) => classes.length <= 2)).toBe(true);
    } else await expect(matches).rejects.toBeInstanceOf(RunSpecError);
    const elsewhere = { ...run, origin: { ...run.origin, imagesDigest: "other" } };
    await expect(singleClasses(stored, elsewhere, "SHAPLEY")).rejects.toThrow("other images");
  });
});
