import { existsSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { goldenModel } from "../../../../tests/golden/onnx.js";
import { CancelledError, FileError, OnnxFormatError, RunSpecError } from "../errors.js";
import { storedEstimate } from "../run/storedEstimate.js";
import { bits } from "../run/testing/sampleAnalysis.js";
import { projectFile, temporaryFolder } from "../testing/temporaryFolder.js";
import { analyze, planAnalysis } from "./analysis.js";
import { previewInput } from "./input.js";
import { openNetwork } from "./network.js";
import { openRun, saveRun } from "./run.js";
import { sampleImages, TINY_RUN, tinyNetwork } from "./testing/tinyLibrary.js";

describe("a network", () => {
  it("is opened from its file or its bytes, to the same", async () => {
    const file = projectFile("tests/reference/onnx/tinycnn_a_bn.onnx");
    const [fromFile, fromBytes] = [await openNetwork(file), await tinyNetwork()];
    expect(fromFile.name).toBe("tinycnn_a_bn.onnx");
    expect(fromBytes.name).toBe("network");
    expect(fromFile.sha256).toBe(fromBytes.sha256);
    expect(fromFile.checkpoints).toEqual(fromBytes.checkpoints);
    expect(fromFile.checkpoints.some(({ suggested }) => suggested)).toBe(true);
    expect(fromFile.summary.inputShape.slice(1)).toEqual([3, 32, 32]);
    expect(fromFile.excluded).toEqual(fromBytes.excluded);
  });

  it("takes along what it keeps in a file beside it", async () => {
    const network = await openNetwork(projectFile("tests/reference/field/external/model.onnx"));
    expect(network.dataFiles.map(({ location }) => location)).toEqual(["model.onnx.data"]);
    expect((await openNetwork(network.bytes)).sha256).toBe(network.sha256);
  });

  it("that leaves the size of its images open is tried at that of the preprocessing", async () => {
    const file = projectFile("tests/reference/field/refused_inputs/hwdyn.onnx");
    const [usual, small] = [
      await openNetwork(file),
      await openNetwork(file, { preprocessing: { crop: 64 } }),
    ];
    expect([usual.size.width, small.size.width]).toEqual([224, 64]);
    const images = await sampleImages();
    const request = { factors: ["hue"], preprocessing: { crop: 64 } };
    const plan = await planAnalysis(usual, images, request);
    const shapes = (checkpoints: readonly { name: string; shape: readonly number[] }[]) =>
      Object.fromEntries(checkpoints.map(({ name, shape }) => [name, shape]));
    expect(shapes(small.checkpoints)).toMatchObject(shapes(plan.spec.checkpoints));
    expect(await planAnalysis(small, images, request)).toEqual(plan);
  });

  it("that cannot be read is told with its file, or as it is", async () => {
    await expect(openNetwork(projectFile("none.onnx"))).rejects.toThrow("There is no model");
    const readme = projectFile("README.md");
    const refused = await openNetwork(readme).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(FileError);
    expect((refused as FileError).message).toContain(readme);
    expect((refused as FileError).cause).toBeInstanceOf(OnnxFormatError);
    await expect(openNetwork(goldenModel("tinycnn_a_bn.onnx").subarray(0, 200))).rejects.toBeInstanceOf(
      OnnxFormatError,
    );
  });
});

it("tells what the network will see", async () => {
  const [network, images] = [await tinyNetwork(), await sampleImages()];
  const paper = await previewInput(network, images, { count: 4 });
  expect(paper.preprocessing).toMatchObject({ minMax: true, spec: { crop: 32 } });
  expect(paper.networkInput).toMatchObject({ images: 4 });
  expect(paper.fault).toBeNull();
  const unit = await previewInput(network, images, { preprocessing: { preset: "unit" }, count: 4 });
  expect(unit.networkInput.least).toBeGreaterThanOrEqual(0);
  expect(unit.networkInput.greatest).toBeLessThanOrEqual(1);
});

describe("an analysis", () => {
  it("follows its plan, and its file gives back what it found", async () => {
    const [network, images] = [await tinyNetwork(), await sampleImages()];
    const plan = await planAnalysis(network, images, TINY_RUN);
    let done = 0;
    const run = await analyze(network, images, {
      ...TINY_RUN,
      onProgress: ({ evaluationsDone }) => {
        done = evaluationsDone;
      },
    });
    expect(run.spec).toEqual(plan.spec);
    expect(run.origin).toEqual(plan.origin);
    expect(plan.evaluations).toBe(run.evaluations.evaluationsPlanned);
    expect(done).toBe(plan.evaluations);

    const file = path.join(temporaryFolder(), "run.h5");
    await saveRun(file, run);
    const stored = await openRun(file);
    try {
      expect(stored.spec).toEqual(JSON.parse(JSON.stringify(run.spec)));
      const maps = stored.checkpoints.flatMap((checkpoint) =>
        checkpoint.measures.flatMap((measure) =>
          measure.maps.map((map) => stored.readUnits(checkpoint, measure, map)),
        ),
      );
      expect(maps.length).toBe(run.maps.length);
      for (const map of run.maps) expect(maps).toContainEqual(storedEstimate(map));
    } finally {
      stored.close();
    }
  });

  it("goes on from its state after a stop, to the same bits", async () => {
    const [network, images] = [await tinyNetwork(), await sampleImages()];
    const state = path.join(temporaryFolder(), "run.state");
    const controller = new AbortController();
    // Before the last but one of the stretches begins: what comes before it is kept.
    const stopped = analyze(network, images, {
      ...TINY_RUN,
      state,
      signal: controller.signal,
      gate: (before) => {
        if (before < 48) return undefined;
        controller.abort();
        return new Promise(() => undefined);
      },
    });
    await expect(stopped).rejects.toBeInstanceOf(CancelledError);
    expect(existsSync(state)).toBe(true);
    const other = analyze(network, { ...images, digest: "other" }, { ...TINY_RUN, state });
    await expect(other).rejects.toThrow("was left by a run of other images");
    const begun: number[] = [];
    const gate = (before: number) => {
      begun.push(before);
      return undefined;
    };
    const [whole, continued] = [
      await analyze(network, images, TINY_RUN),
      await analyze(network, images, { ...TINY_RUN, state, gate }),
    ];
    expect(Math.min(...begun)).toBeGreaterThan(0);
    expect(bits(continued)).toBe(bits(whole));
    expect(existsSync(state)).toBe(false);
  });

  it("is refused with the field at fault", async () => {
    const [network, images] = [await tinyNetwork(), await sampleImages()];
    const refused = async (options: object) =>
      (await analyze(network, images, { factors: ["hue"], ...options }).catch(
        (e: unknown) => e,
      )) as RunSpecError;
    const noFactor = await refused({ factors: ["tint"] });
    expect(noFactor).toBeInstanceOf(RunSpecError);
    expect(noFactor.field).toBe("factors");
    expect((await refused({ preprocessing: { std: [0, 1, 1] } })).field).toBe("preprocessing.std");
    expect((await refused({ checkpoints: ["layer9"] })).field).toBe("checkpoints");
  });

  it("looks at a piece of the network alone", async () => {
    const [network, images] = [await tinyNetwork(), await sampleImages()];
    const names = network.checkpoints.filter(({ suggested }) => suggested).map(({ name }) => name);
    const segment = { from: names[0] as string, to: names[1] as string, channel: "V" } as const;
    const { spec } = await planAnalysis(network, images, { factors: ["hue"], segment });
    expect(spec.segment).toMatchObject({ channel: "V" });
    expect(spec.checkpoints.at(-1)?.name).toBe(names[1]);
  });
});
