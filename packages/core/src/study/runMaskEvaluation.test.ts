import { describe, expect, it } from "vitest";
import checks from "../../../../samples/checks.json" with { type: "json" };
import { CancelledError, RunSpecError, StateFormatError } from "../errors.js";
import { decodeImage } from "../image/decode.js";
import { toFloatImage } from "../image/image.js";
import { writeInput } from "../image/normalise.js";
import { prepareImage } from "../image/prepare.js";
import { openInstrumentedSession } from "../inference/instrumentedSession.js";
import { topClasses } from "../masking/predictions.js";
import type { Progress } from "../run/ports.js";
import { images, memoryStore, model, specOf } from "../run/testing/sampleAnalysis.js";
import { evaluationResult } from "./evaluationResult.js";
import { readFinished } from "./keptPredictions.js";
import { chooseMask, combineMasks, type MaskRule, multipliersOf } from "./maskChoice.js";
import { type MaskEvaluationJob, runMaskEvaluation } from "./runMaskEvaluation.js";
import { formulaMaps, jobOf, offer } from "./testing/sampleStudy.js";
import {
  type EvaluationRequest,
  plannedEvaluationCost,
  resolveEvaluationSpec,
  type TestSpec,
} from "./testSpec.js";
import { requireEvaluation } from "./variants.js";

const run = specOf({ checkpoints: ["layer1", "layer2", "fc"], minMax: false });
/** Units of even channels are the more sensitive ones; some have no index. */
const maps = formulaMaps(run, (unit) => {
  if (unit % 37 === 0) return Number.NaN;
  return Math.floor(unit / 64) % 2 === 0 ? 0.6 : 0.001 * (1 + (unit % 13));
});
const RULE: MaskRule = {
  measure: "ST",
  factor: "hue",
  withFactor: null,
  percentile: 0.7,
  direction: "ABOVE",
  checkpoints: [],
  alpha: 0,
  soft: null,
  seed: 1,
};

function specFor(request: EvaluationRequest = {}): TestSpec {
  const mask = { factor: "hue", checkpoints: [] };
  return resolveEvaluationSpec({ samples: 30, randomControls: 2, ...request }, run, mask, offer);
}

async function jobFor(
  spec: TestSpec,
  rule: Partial<MaskRule> = {},
  more: Partial<MaskEvaluationJob> = {},
): Promise<MaskEvaluationJob> {
  const whole = { ...RULE, ...rule };
  const mask = await chooseMask(whole, run, maps);
  return { ...jobOf(maps), spec, mask, rules: [whole], ...more };
}

describe("the evaluation of a mask", () => {
  it("gives the accuracy that the network was shipped with where nothing is masked", async () => {
    const { valid } = checks.networks["resnet18-plain"].shipped_pngs;
    const request = { augmented: false, partition: "valid", useSeenImages: true, samples: 240 };
    const spec = specFor({ ...request, randomControls: 1 });
    const result = evaluationResult(spec, await runMaskEvaluation(await jobFor(spec)));
    expect(result.sampleCount).toBe(valid.images);
    expect(result.baseline.top1.value).toBeCloseTo(valid.accuracy, 12);
    const right = new Map(result.perClass.map((own) => [own.label, own.baselineTop1.value * own.images]));
    for (const [label, count] of Object.entries(valid.right_per_class)) {
      expect(right.get(label), label).toBeCloseTo(count, 9);
    }
    // A third of the units of two layers are gone, which no network takes lightly.
    expect(result.maskedMinusBaseline.difference).toBeLessThan(0);
    expect(result.masked.top1.value - result.baseline.top1.value).toBeCloseTo(
      result.maskedMinusBaseline.difference,
      12,
    );
  });

  it("predicts what a session of the whole network predicts under the same masks", async () => {
    const spec = specFor({ augmented: false, samples: 12 });
    const job = await jobFor(spec);
    const kept = readFinished(spec, await runMaskEvaluation(job));
    const variants = requireEvaluation(kept.masks.variants);
    const length = 3 * 64 * 64;
    const batch = new Float32Array(12 * length);
    for (const [i, position] of spec.images.entries()) {
      const decoded = await decodeImage(await images.read(position), "image");
      const image = toFloatImage(prepareImage(decoded, run.preprocessing), 64, 64);
      writeInput(image, run.preprocessing, batch, i * length);
    }
    const tensors = spec.masked.map(({ tensor }) => tensor);
    const session = await openInstrumentedSession(model, ["logits"], { masks: tensors });
    const masks = new Map(job.mask.map((own) => [own.tensor, multipliersOf(own)]));
    const plain = (await session.run(batch, 12)).get("logits") as Float32Array;
    const masked = (await session.run(batch, 12, masks)).get("logits") as Float32Array;
    await session.close();
    expect(kept.of(0, 0).ids).toEqual(topClasses(plain, 10));
    expect(kept.of(0, variants.masked).ids).toEqual(topClasses(masked, 10));
  });

  it("by alpha 1 changes nothing at all", async () => {
    const spec = specFor({ draws: 2 });
    const result = evaluationResult(spec, await runMaskEvaluation(await jobFor(spec, { alpha: 1 })));
    expect(result.masked).toEqual(result.baseline);
    expect(result.randomControl.top1.value).toBe(result.baseline.top1.value);
    expect(result.perControl).toEqual([0, 0]);
    expect(result.maskedMinusLeastSensitive?.difference).toBe(0);
  });

  it("has random controls with the same number of units, and the least sensitive units", async () => {
    const spec = specFor();
    const result = evaluationResult(spec, await runMaskEvaluation(await jobFor(spec)));
    expect(result.perControl).toHaveLength(2);
    expect(result.leastSensitive).not.toBeNull();
    const mean = (result.perControl[0] + result.perControl[1]) / 2;
    expect(result.maskedMinusRandom.difference).toBeCloseTo(mean, 12);
    expect(result.maskedMinusRandom.halfWidth).toBeGreaterThan(0);
  });

  it("takes soft masks, and combined ones with the rules of their parts", async () => {
    const spec = specFor({ samples: 10 });
    const soft = evaluationResult(spec, await runMaskEvaluation(await jobFor(spec, { soft: "M" })));
    expect(soft.leastSensitive).toBeNull();
    const rules = [RULE, { ...RULE, direction: "BELOW" as const }];
    const [left, right] = await Promise.all(rules.map((rule) => chooseMask(rule, run, maps)));
    const mask = combineMasks(left, right, "UNION", 0);
    const job = await jobFor(spec, {}, { mask, rules });
    const combined = evaluationResult(spec, await runMaskEvaluation(job));
    expect(combined.leastSensitive).toBeNull();
    expect(combined.maskedMinusLeastSensitive).toBeNull();
  });

  it("refuses a mask of other checkpoints, and one without a rule", async () => {
    const spec = specFor();
    const job = await jobFor(spec);
    await expect(runMaskEvaluation({ ...job, mask: job.mask.slice(1) })).rejects.toThrow(
      /The mask is of layer2 .*but the test is of layer1/,
    );
    await expect(runMaskEvaluation({ ...job, rules: [] })).rejects.toThrow(RunSpecError);
  });
});

describe("the bytes of an evaluation", () => {
  const spec = specFor({ draws: 3 });

  it("depend neither on threads nor on stops", async () => {
    const once = await runMaskEvaluation(await jobFor(spec));
    expect(await runMaskEvaluation(await jobFor(spec, {}, { threads: 2 }))).toEqual(once);

    const stateStore = memoryStore();
    const controller = new AbortController();
    const stopped = jobFor(
      spec,
      {},
      {
        stateStore,
        signal: controller.signal,
        onProgress: ({ blocksDone }) => {
          if (blocksDone >= 4) controller.abort();
        },
      },
    ).then(runMaskEvaluation);
    await expect(stopped).rejects.toBeInstanceOf(CancelledError);
    const seen: Progress[] = [];
    const onProgress = (progress: Progress) => void seen.push(progress);
    const resumed = await runMaskEvaluation(await jobFor(spec, {}, { stateStore, threads: 2, onProgress }));
    expect(resumed).toEqual(once);
    const planned = plannedEvaluationCost(spec, [RULE]);
    expect(seen.every(({ evaluationsPlanned }) => evaluationsPlanned === planned)).toBe(true);
    // Four tasks of two images, three draws each, under five variants were done.
    expect(seen[0].evaluationsDone).toBeGreaterThan(4 * 2 * 3 * 5);
    expect(seen.at(-1)).toMatchObject({ evaluationsDone: planned, blocksDone: 15, blocks: 15 });
    expect(() => evaluationResult(spec, stateStore.saved as Uint8Array)).toThrow(/unfinished test/);
  });

  it("survive a failure: what was done before is kept", async () => {
    const stateStore = memoryStore();
    const broken = spec.images[17];
    const read = async (index: number) => {
      if (index === broken) throw new Error("the disk is gone");
      return images.read(index);
    };
    const failing = await jobFor(spec, {}, { stateStore, images: { ...images, read } });
    await expect(runMaskEvaluation(failing)).rejects.toThrow(/could not be read: the disk is gone/);
    const once = await runMaskEvaluation(await jobFor(spec));
    expect(await runMaskEvaluation(await jobFor(spec, {}, { stateStore }))).toEqual(once);
  });

  it("are refused when damaged, of another test, or of other masks", async () => {
    const bytes = await runMaskEvaluation(await jobFor(spec));
    const damaged = Uint8Array.from(bytes);
    damaged[damaged.length - 1] ^= 1;
    for (const wrong of [
      damaged,
      bytes.subarray(0, 100),
      bytes.subarray(0, bytes.length - 2),
      new Uint8Array(3),
    ]) {
      expect(() => evaluationResult(spec, wrong)).toThrow(StateFormatError);
    }
    expect(() => evaluationResult({ ...spec, seed: 9 }, bytes)).toThrow(/belong to another test/);
    const stateStore = memoryStore();
    await stateStore.save(bytes, 1);
    const other = await jobFor(spec, { percentile: 0.9 }, { stateStore });
    await expect(runMaskEvaluation(other)).rejects.toThrow(/belong to other masks/);
  });
});
