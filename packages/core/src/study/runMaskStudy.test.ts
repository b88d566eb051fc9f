import { describe, expect, it } from "vitest";
import { CancelledError } from "../errors.js";
import { MASK_CONFIGURATIONS } from "../masking/configurations.js";
import type { Progress } from "../run/ports.js";
import { memoryStore, run as runSample, specOf } from "../run/testing/sampleAnalysis.js";
import { evaluationResult } from "./evaluationResult.js";
import { readFinished } from "./keptPredictions.js";
import { chooseMask, type MaskRule } from "./maskChoice.js";
import { runMaskEvaluation } from "./runMaskEvaluation.js";
import { runMaskStudy } from "./runMaskStudy.js";
import { singleClass } from "./singleClass.js";
import { studyClustering, studyResult } from "./studyResult.js";
import { jobOf, mapsOf, offer } from "./testing/sampleStudy.js";
import { plannedStudyCost, resolveStudySpec } from "./testSpec.js";
import { requireStudy } from "./variants.js";

const FACTORS = ["grayscaling", "hue"];
const run = specOf({
  method: "SHAPLEY",
  factors: FACTORS,
  includePermutation: false,
  checkpoints: ["layer1", "layer2", "fc"],
  baseSamples: 16,
});
const maps = mapsOf(await runSample({ spec: run, threads: 2 }));
const request = { measure: "SHAPLEY" as const, factors: FACTORS, samples: 20, randomControls: 2, draws: 2 };
const spec = resolveStudySpec(request, run, offer);
const seen: Progress[] = [];
const predictions = await runMaskStudy({
  ...jobOf(maps, { threads: 2, onProgress: (progress) => void seen.push(progress) }),
  spec,
});
const result = studyResult(spec, predictions);

describe("a study of masks from a run's maps", () => {
  it("does the evaluations that were planned", () => {
    expect(seen.at(-1)?.evaluationsDone).toBe(plannedStudyCost(spec));
    expect(seen.at(-1)?.evaluationsPlanned).toBe(plannedStudyCost(spec));
    expect(plannedStudyCost(spec)).toBe(20 * (1 + 1 + 2) * (1 + 2 * 17 * 3));
  });

  it("shares the random masks of factors whose units with an index are the same", () => {
    const { masks } = readFinished(spec, predictions);
    const { controls, masked } = requireStudy(masks.variants);
    const isSoft = MASK_CONFIGURATIONS.map(({ soft }) => soft);
    for (const [c, own] of controls[0].entries()) {
      if (isSoft[c]) expect(own).not.toEqual(controls[1][c]);
      else expect(own).toEqual(controls[1][c]);
    }
    expect(new Set([...masked.flat(), ...controls.flat(2)]).size).toBe(masks.count - 1);
    const reused = seen.at(-1)?.evaluationsReused;
    expect(reused).toBe(20 * 4 * (1 + 2 * 17 * 3 - masks.count));
  });

  it("has a vector of 17 accuracies for each input and factor", () => {
    expect(result.sampleCount).toBe(20);
    expect(result.vectors.map(({ input, maskFactor }) => `${input}--${maskFactor}`)).toEqual([
      "original--grayscaling",
      "original--hue",
      "grayscaling--grayscaling",
      "grayscaling--hue",
      "hue--grayscaling",
      "hue--hue",
    ]);
    for (const vector of result.vectors) {
      for (const own of [vector.top1, vector.top5, vector.halfWidth, vector.randomTop1, vector.collapsed]) {
        expect(own).toHaveLength(17);
      }
      expect(vector.top1.every((value, i) => value <= vector.top5[i])).toBe(true);
      expect(vector.maskedMinusRandom.map(({ difference }, i) => difference - vector.top1[i])).toEqual(
        vector.randomTop1.map((value) => expect.closeTo(-value, 12)),
      );
    }
  });

  it("says the same of a mask as its evaluation alone", async () => {
    const configuration = MASK_CONFIGURATIONS.findIndex((own) => own.alpha === 0.5 && own.percentile === 0.6);
    const rule: MaskRule = {
      measure: "SHAPLEY",
      factor: "hue",
      withFactor: null,
      percentile: 0.6,
      direction: "ABOVE",
      checkpoints: [],
      alpha: 0.5,
      soft: null,
      seed: spec.seed,
    };
    const mask = await chooseMask(rule, run, maps);
    const alone = { ...spec, inputs: [spec.inputs[2]] };
    const bytes = await runMaskEvaluation({ ...jobOf(maps), spec: alone, mask, rules: [rule] });
    const { baseline, masked, randomControl, maskedMinusRandom } = evaluationResult(alone, bytes);
    const vector = result.vectors[5];
    expect(vector.top1[configuration]).toBe(masked.top1.value);
    expect(vector.halfWidth[configuration]).toBe(masked.top1.halfWidth);
    expect(vector.unmaskedTop1).toBe(baseline.top1.value);
    expect(vector.randomTop1[configuration]).toBe(randomControl.top1.value);
    expect(vector.maskedMinusRandom[configuration]).toEqual(maskedMinusRandom);
  });

  it("correlates and clusters the inputs' vectors", () => {
    const { correlation } = result;
    expect(correlation.rowLabels).toEqual(["grayscaling", "hue"]);
    expect(correlation.columnLabels).toEqual(FACTORS);
    for (const row of correlation.rho) for (const rho of row) expect(Math.abs(rho)).toBeLessThanOrEqual(1);
    const { leaves, merges, clusterOfLeaf, order } = studyClustering(result, 0.025);
    expect(leaves).toEqual(["grayscaling--grayscaling", "grayscaling--hue", "hue--grayscaling", "hue--hue"]);
    expect(merges).toHaveLength(3);
    expect(clusterOfLeaf).toHaveLength(4);
    expect([...order].sort()).toEqual([0, 1, 2, 3]);
  });

  it("matches the most sensitive classes with the bias under the factor's own input and mask", async () => {
    const matches = await singleClass(spec, predictions, maps, "SHAPLEY", { topClasses: 2 });
    expect(matches.map(({ factor, input }) => [factor, input])).toEqual([
      ["grayscaling", "grayscaling"],
      ["hue", "hue"],
    ]);
    for (const { classes, match, configuration, chanceJaccard, factor } of matches) {
      const { values } = await maps.get({ checkpoint: "fc", measure: "SHAPLEY", factor, withFactor: null });
      const sorted = [...(values as Float64Array)].sort((a, b) => b - a);
      expect(classes.map(({ value }) => value)).toEqual(sorted.slice(0, 2));
      expect(match.jaccards).toHaveLength(17);
      expect(configuration).toBe(MASK_CONFIGURATIONS[match.configuration]);
      // Two of ten classes, five kept: both, one or none of them by chance.
      expect(chanceJaccard).toBeCloseTo((2 / 9) * (2 / 5) + (5 / 9) * (1 / 6), 12);
    }
    await expect(singleClass(spec, predictions, maps, "S2")).rejects.toThrow(/no map S2/);
  });
});

describe("the bytes of a study", () => {
  it("depend neither on threads nor on stops", async () => {
    const stateStore = memoryStore();
    const controller = new AbortController();
    const onProgress = ({ blocksDone }: Progress) => {
      if (blocksDone >= 2) controller.abort();
    };
    const job = jobOf(maps, { stateStore });
    const stopped = runMaskStudy({ ...job, spec, signal: controller.signal, onProgress });
    await expect(stopped).rejects.toBeInstanceOf(CancelledError);
    expect(await runMaskStudy({ ...job, spec })).toEqual(predictions);
  });
});
