import { createHash } from "node:crypto";
import { expect } from "vitest";
import { sampleModel } from "../../../../../tests/golden/onnx.js";
import { sampleImageSet, sampleImages, sampleOffer } from "../../../../../tests/golden/sampleRun.js";
import { CancelledError } from "../../errors.js";
import { cropSize } from "../../image/framing.js";
import { probeShapes } from "../../inference/probeShapes.js";
import { readModel } from "../../onnx/model.js";
import type { StateStore } from "../ports.js";
import { probeSegment } from "../probeSegment.js";
import { type AnalysisOptions, runAnalysis } from "../runAnalysis.js";
import type { IndexMapResult, RunResult } from "../runResult.js";
import { type RunRequest, type RunSpec, resolveRunSpec } from "../runSpec.js";
import type { SegmentRequest } from "../segment.js";

export const model = sampleModel("resnet18-plain.onnx");
export const images = sampleImages();
const offer = await sampleOffer(model);

export function specOf(request: RunRequest = {}): RunSpec {
  return resolveRunSpec(
    {
      factors: ["erasing", "grayscaling", "hue"],
      checkpoints: ["layer1", "fc"],
      baseSamples: 24,
      ...request,
    },
    offer,
    sampleImageSet(),
  );
}

/** A run of a segment of the network, on its suggested checkpoints. */
export async function segmentSpecOf(segment: SegmentRequest, request: RunRequest = {}): Promise<RunSpec> {
  const { checkpoints, preprocessing } = offer;
  const source = { model: readModel(model), checkpoints, size: cropSize(preprocessing) };
  const segmentShapes = await probeSegment(segment, source, probeShapes);
  return resolveRunSpec(
    { factors: ["hue", "rolling"], baseSamples: 16, secondOrder: false, segment, ...request },
    { ...offer, segmentShapes },
    sampleImageSet(),
  );
}

export function run(options: Partial<AnalysisOptions> & { spec: RunSpec }): Promise<RunResult> {
  return runAnalysis({ model, images, threads: 1, ...options });
}

/** Digest of every bit that a result holds. */
export function bits({ maps }: Pick<RunResult, "maps">): string {
  const digest = createHash("sha256");
  for (const map of maps) {
    const { values, halfWidths, channelAggregated, channelAggregatedHalfWidths } = map;
    for (const part of [values, halfWidths, channelAggregated, channelAggregatedHalfWidths])
      digest.update(part);
    digest.update(Float64Array.of(map.aggregated, map.aggregatedHalfWidth));
  }
  return digest.digest("hex");
}

export function find(
  result: RunResult,
  checkpoint: string,
  measure: string,
  factor?: string,
): IndexMapResult {
  const found = result.maps.find(
    (map) => map.checkpoint === checkpoint && map.measure === measure && map.factor === (factor ?? null),
  );
  if (!found) throw new Error(`no map ${checkpoint} ${measure} ${factor}`);
  return found;
}

/** Keeps the last state, as bytes of its own. */
export function memoryStore(): StateStore & { saved: Uint8Array | null } {
  return {
    saved: null,
    async load() {
      return this.saved;
    },
    async save(state) {
      this.saved = Uint8Array.from(state);
    },
  };
}

/** Stops a run once `evaluations` are done. */
export async function stopAfter(evaluations: number, spec: RunSpec, store: StateStore): Promise<void> {
  const controller = new AbortController();
  const stopped = run({
    spec,
    stateStore: store,
    signal: controller.signal,
    onProgress: (progress) => {
      if (progress.evaluationsDone >= evaluations) controller.abort();
    },
  });
  await expect(stopped).rejects.toBeInstanceOf(CancelledError);
}
