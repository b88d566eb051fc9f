import { MapAnalysisError, mapCorrelation, mapDiscriminant } from "@unitscope/core/reading";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { AnalysisRequest } from "./analysisMessages.js";
import { AnalysesBusyError, MapAnalyses } from "./mapAnalyses.js";

const SHAPE = [12, 2, 2];
const PLAN = { folds: 3, repeats: 2, seed: 1 };
/** Two maps of numbers that look random enough. */
const MAPS = [1, 2].map((factor) =>
  Float32Array.from({ length: 48 }, (_, u) => Math.sin(factor * (u + 1) ** 2)),
);

let analyses: MapAnalyses;
beforeEach(() => {
  analyses = new MapAnalyses((error) => {
    throw error;
  });
});
afterEach(() => analyses.close());

it("gives what the analysis gives here", async () => {
  const discriminant = await analyses.run(["discriminant", "a"], async () => ({
    kind: "discriminant" as const,
    maps: MAPS,
    shape: SHAPE,
    plan: PLAN,
  }));
  expect(discriminant).toEqual(mapDiscriminant(MAPS, SHAPE, PLAN));
  const correlation = await analyses.run(["correlation", "a"], async () => ({
    kind: "correlation" as const,
    rows: MAPS,
    columns: MAPS,
    shape: SHAPE,
  }));
  expect(correlation).toEqual(mapCorrelation(MAPS, MAPS, SHAPE));
  const { merges } = await analyses.run(["clustering", "a"], async () => ({
    kind: "clustering" as const,
    maps: MAPS,
    shape: SHAPE,
  }));
  expect(merges).toHaveLength(1);
});

it("leaves this thread free while it works", async () => {
  let hasTurned = false;
  const work = await analyses.run(["discriminant"], async () => {
    // Were the work done here, the event loop would not turn before its result is there.
    setImmediate(() => {
      hasTurned = true;
    });
    return { kind: "discriminant" as const, maps: MAPS, shape: SHAPE, plan: PLAN };
  });
  expect(hasTurned).toBe(true);
  expect(work.foldAccuracies).toHaveLength(6);
});

it("makes the same analysis once, also when asked for twice at the same time", async () => {
  let reads = 0;
  const read = async (): Promise<AnalysisRequest> => {
    reads++;
    return { kind: "clustering", maps: MAPS, shape: SHAPE };
  };
  const [one, two] = await Promise.all([analyses.run(["a", 1], read), analyses.run(["a", 1], read)]);
  expect(two).toBe(one);
  expect(await analyses.run(["a", 1], read)).toBe(one);
  expect(reads).toBe(1);
  await analyses.run(["a", 2], read);
  expect(reads).toBe(2);
});

it("hands on why an analysis is refused, and does not remember it", async () => {
  const refused = (maps: Float32Array[]) =>
    analyses.run(["discriminant"], async () => ({
      kind: "discriminant" as const,
      maps,
      shape: SHAPE,
      plan: PLAN,
    }));
  const wanted = expect.objectContaining({
    message: "Two factors or more can be told apart; there are 1.",
    field: "measure",
  });
  await expect(refused(MAPS.slice(1))).rejects.toThrow(wanted);
  await expect(refused(MAPS.slice(1))).rejects.toBeInstanceOf(MapAnalysisError);
  expect((await refused(MAPS)).foldAccuracies).toHaveLength(6);
});

it("fails where maps have another shape, and works on", async () => {
  const cluster = (shape: number[]) =>
    analyses.run(["clustering"], async () => ({ kind: "clustering" as const, maps: MAPS, shape }));
  await expect(cluster([5])).rejects.toThrow("A map holds 48 units");
  expect((await cluster([48])).merges).toHaveLength(1);
});

it("refuses more analyses than can wait", async () => {
  const all = await Promise.allSettled(
    Array.from({ length: 60 }, (_, seed) =>
      analyses.run(["discriminant", seed], async () => ({
        kind: "discriminant" as const,
        maps: MAPS,
        shape: SHAPE,
        plan: PLAN,
      })),
    ),
  );
  const failures = all.flatMap((one) => (one.status === "rejected" ? [one.reason] : []));
  expect(failures.length).toBeGreaterThan(0);
  expect(failures.length).toBeLessThanOrEqual(60 - 32);
  for (const failure of failures) expect(failure).toBeInstanceOf(AnalysesBusyError);
});
