import { createHash } from "node:crypto";
import { runAnalysis, runMaskEvaluation, runMaskStudy } from "@unitscope/core/hosting";
import {
  chooseMask,
  type Gate,
  type ImageSource,
  type MaskRule,
  type Progress,
  type RunRequest,
  type RunResult,
  resolveEvaluationSpec,
  resolveRunSpec,
  resolveStudySpec,
  type UnitMaps,
} from "@unitscope/core/reading";
import { goldenModel } from "../golden/onnx.js";
import { sampleImageSet, sampleImages, sampleLabels, sampleOffer } from "../golden/sampleRun.js";

// Work on the smallest network there is, with the built product: its threads start in a moment.

const model = goldenModel("tinycnn_a_bn.onnx");
export const images = sampleImages();
const offer = await sampleOffer(model, 32);
const FACTORS = ["hue", "grayscaling"];

/** What a job is done with. */
export interface TinyOptions {
  readonly threads: number;
  readonly images?: ImageSource;
  readonly gate?: Gate;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

/** A run of the tiny network. */
export function specOf(request: RunRequest) {
  const defaults = { factors: FACTORS, baseSamples: 32 };
  return resolveRunSpec({ ...defaults, ...request }, offer, sampleImageSet());
}

async function analyse(request: RunRequest, options: TinyOptions): Promise<RunResult> {
  return runAnalysis({ spec: specOf(request), model, images, ...options });
}

/** Digest of every bit of the index maps. */
function bitsOf({ maps }: RunResult): string {
  const digest = createHash("sha256");
  for (const map of maps) {
    digest.update(`${map.checkpoint} ${map.measure} ${map.factor} ${map.withFactor}`);
    digest.update(Float64Array.of(map.aggregated, map.aggregatedHalfWidth));
    digest.update(map.values).update(map.halfWidths);
    digest.update(map.channelAggregated).update(map.channelAggregatedHalfWidths);
    if (map.flags) digest.update(map.flags.trusted).update(map.flags.distinguishable);
  }
  return digest.digest("hex");
}

const maskedRun = specOf({ method: "SHAPLEY" });
let maskedMaps: Promise<UnitMaps> | undefined;

/** The maps that masks are chosen from, made once. */
function mapsOfRun(): Promise<UnitMaps> {
  maskedMaps ??= analyse({ method: "SHAPLEY" }, { threads: 1 }).then(({ maps }) => ({
    get: async ({ checkpoint, measure, factor }) => {
      const found = maps.find(
        (map) => map.checkpoint === checkpoint && map.measure === measure && map.factor === factor,
      );
      if (!found) throw new Error(`no map ${checkpoint} ${measure} ${factor}`);
      return found;
    },
  }));
  return maskedMaps;
}

const testOffer = {
  // The network has ten outputs and was trained on nothing: any names will do.
  model: { ...offer, classLabels: sampleLabels() },
  images: sampleImageSet(),
  isImageSetOfRun: true,
};

async function study(options: TinyOptions): Promise<Uint8Array> {
  const request = { measure: "SHAPLEY" as const, factors: ["hue"], samples: 24, randomControls: 2, draws: 2 };
  const spec = resolveStudySpec(request, maskedRun, testOffer);
  return runMaskStudy({ spec, maps: await mapsOfRun(), model, images, ...options });
}

async function evaluate(options: TinyOptions): Promise<Uint8Array> {
  const maps = await mapsOfRun();
  const checkpoint = maskedRun.checkpoints[0]?.name as string;
  const rule: MaskRule = {
    measure: "SHAPLEY",
    factor: "hue",
    withFactor: null,
    checkpoints: [checkpoint],
    percentile: 0.5,
    direction: "ABOVE",
    alpha: 0,
    soft: null,
    seed: 0,
  };
  const mask = await chooseMask(rule, maskedRun, maps);
  const request = { samples: 40, randomControls: 3 };
  const about = { factor: "hue", checkpoints: [checkpoint] };
  const spec = resolveEvaluationSpec(request, maskedRun, about, testOffer);
  return runMaskEvaluation({ spec, mask, rules: [rule], maps, model, images, ...options });
}

const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Every kind of work by name: does it, and gives the digest of all its bits. */
export const JOBS: Readonly<Record<string, (options: TinyOptions) => Promise<string>>> = {
  sobol: async (options) => bitsOf(await analyse({ method: "SOBOL" }, options)),
  shapley: async (options) => bitsOf(await analyse({ method: "SHAPLEY" }, options)),
  "shapley-nested": async (options) =>
    bitsOf(
      await analyse({ method: "SHAPLEY_NESTED", permutations: 8, outerSamples: 2, innerSamples: 2 }, options),
    ),
  variance: async (options) => bitsOf(await analyse({ method: "VARIANCE" }, options)),
  contrast: async (options) => bitsOf(await analyse({ method: "CONTRAST", draws: 2 }, options)),
  evaluate: async (options) => digestOf(await evaluate(options)),
  study: async (options) => digestOf(await study(options)),
};
