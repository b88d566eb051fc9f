import { readFileSync } from "node:fs";
import path from "node:path";
import { readNpy, writeNpy } from "@unitscope/core/commandLine";
import { describe, expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

interface GoldenNetwork {
  readonly file: string;
  readonly checkpoints: readonly {
    readonly tensor: string;
    readonly shape: readonly number[];
    readonly file: string;
  }[];
  readonly maskedRuns: readonly {
    readonly tensor: string;
    readonly mask: string;
    readonly activations: readonly { readonly tensor: string; readonly file: string }[];
    readonly logits: readonly (readonly number[])[];
  }[];
}
const FOLDER = "tests/reference/onnx/";
const { models, input } = JSON.parse(readFileSync(projectFile(`${FOLDER}manifest.json`), "utf8")) as {
  readonly models: readonly GoldenNetwork[];
  readonly input: { readonly file: string; readonly shape: readonly number[] };
};

function numbers(file: string): Float32Array {
  return new Float32Array(Uint8Array.from(readFileSync(projectFile(FOLDER + file))).buffer);
}

async function inputFile(folder: string): Promise<string> {
  const file = path.join(folder, "x.npy");
  await writeNpy(file, input.shape, numbers(input.file));
  return file;
}

/** Largest difference, relative to the largest value. */
function relativeDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(found.length).toBe(expected.length);
  const most = Array.from(expected, Math.abs).reduce((a, b) => Math.max(a, b));
  return (
    Array.from(expected, (value, i) => Math.abs(value - (found[i] ?? Number.NaN))).reduce((a, b) =>
      Math.max(a, b),
    ) / most
  );
}

describe.each(models)("$file", ({ file, checkpoints, maskedRuns }) => {
  const model = projectFile(FOLDER + file);

  it("gives the recorded activations", async () => {
    const folder = temporaryFolder();
    const x = await inputFile(folder);
    const out = path.join(folder, "y.npy");
    for (const { tensor, shape, file: expected } of checkpoints) {
      await runToEnd([
        "activations",
        "--model",
        model,
        "--input",
        x,
        "--checkpoint",
        tensor,
        "--out",
        out,
        "--overwrite",
      ]);
      const found = await readNpy(out, "activations");
      expect(found.shape).toEqual([4, ...shape]);
      expect(relativeDifference(found.data, numbers(expected))).toBeLessThan(1e-4);
    }
  });

  it("gives the recorded activations behind a mask", async () => {
    const folder = temporaryFolder();
    const x = await inputFile(folder);
    const [out, mask] = [path.join(folder, "y.npy"), path.join(folder, "mask.npy")];
    const last = checkpoints.at(-1)?.tensor as string;
    for (const run of maskedRuns) {
      const shape = checkpoints.find(({ tensor }) => tensor === run.tensor)?.shape ?? [];
      await writeNpy(mask, shape, numbers(run.mask));
      const base = [
        "activations",
        "--model",
        model,
        "--input",
        x,
        "--mask",
        `${run.tensor}=${mask}`,
        "--out",
        out,
        "--overwrite",
      ];
      await runToEnd([...base, "--checkpoint", last]);
      expect(relativeDifference((await readNpy(out, "logits")).data, run.logits.flat())).toBeLessThan(1e-4);
      for (const { tensor, file: expected } of run.activations) {
        await runToEnd([...base, "--checkpoint", tensor]);
        expect(relativeDifference((await readNpy(out, "activations")).data, numbers(expected))).toBeLessThan(
          1e-4,
        );
      }
    }
  });
});

it("takes one image alone, and float64, by the checkpoint's name", async () => {
  const folder = temporaryFolder();
  const [x, out] = [path.join(folder, "x.npy"), path.join(folder, "y.npy")];
  await writeNpy(x, [3, 64, 64], new Float64Array(3 * 64 * 64).fill(0.5));
  const model = projectFile("samples/resnet18-plain.onnx");
  const args = [
    "activations",
    "--model",
    model,
    "--input",
    x,
    "--checkpoint",
    "layer4",
    "--out",
    out,
    "--json",
  ];
  expect(JSON.parse(await runToEnd(args))).toMatchObject({
    checkpoint: "layer4",
    shape: [1, 128, 2, 2],
    masked: [],
  });
  expect((await readNpy(out, "activations")).shape).toEqual([1, 128, 2, 2]);
});

it("names a wrong shape, checkpoint or mask", async () => {
  const folder = temporaryFolder();
  const [x, out, mask] = ["x.npy", "y.npy", "m.npy"].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  const model = projectFile("samples/resnet18-plain.onnx");
  const run = (checkpoint: string, ...more: string[]) =>
    runCommand([
      "activations",
      "--model",
      model,
      "--input",
      x,
      "--checkpoint",
      checkpoint,
      "--out",
      out,
      ...more,
    ]);
  await writeNpy(x, [2, 3, 32, 32], new Float32Array(2 * 3 * 32 * 32));
  await writeNpy(mask, [4], new Float32Array(4));
  expect((await run("fc")).stderr).toContain("is [2,3,32,32]; the network takes [N,3,64,64]");
  await writeNpy(x, [1, 3, 64, 64], new Float32Array(3 * 64 * 64));
  expect(await run("layer9")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("Did you mean layer"),
  });
  expect((await run("fc", "--mask", `layer1=${mask}`)).stderr).toContain(
    "is [4]; the checkpoint layer1 is [16,16,16]",
  );
  expect(await run("fc", "--mask", "layer1")).toMatchObject({ code: 2 });
  expect((await run("fc", "--mask", `fc=${mask}`, "--mask", `logits=${mask}`)).stderr).toContain(
    "names fc twice",
  );
});
