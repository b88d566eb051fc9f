import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RunFileReader, readNpy, writeNpy } from "@unitscope/core/commandLine";
import { afterAll, describe, expect, it } from "vitest";
import { twinNet } from "../../../../tests/golden/channelsLastNet.js";
import { fieldFile } from "../../../../tests/golden/fieldCases.js";
import { dynamicallyQuantisedNet, TINY_SIDE, tinyImages } from "../../../../tests/golden/tinyNets.js";
import { projectFile, runCommand, runToEnd } from "../testing/runCommand.js";

const PHOTOS = projectFile("tests/reference/field/reshape1/photos");
const REASON = 'node "quantise" (DynamicQuantizeLinear) takes the range of its numbers over the whole batch';
const DESIGN = [
  "--method",
  "shapley",
  "--factors",
  "hue,rolling",
  "--base-samples",
  "16",
  "--hold-out",
  "0.5",
];
const folder = mkdtempSync(path.join(tmpdir(), "unitscope-batches-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inFolder(name: string, bytes: Uint8Array): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

const files = {
  quantised: inFolder("quantised.onnx", dynamicallyQuantisedNet()),
  /** The same network, which takes one image a batch. */
  single: inFolder("single.onnx", dynamicallyQuantisedNet(1)),
  reshape: inFolder("reshape.onnx", fieldFile("reshape1/model.onnx")),
  last: inFolder("last.onnx", twinNet("NHWC")),
};

/** A run of a network, and its file. */
async function analyze(model: string, out: string, ...options: string[]) {
  const file = path.join(folder, out);
  const common = ["--model", model, "--images", PHOTOS, ...DESIGN, "--out", file];
  const { code, stderr } = await runCommand(["analyze", ...common, ...options]);
  expect(code, stderr).toBe(0);
  return { file, stderr };
}

/** All values of a run's maps. */
async function mapsOf(file: string): Promise<Float32Array[]> {
  const run = await RunFileReader.open(file);
  try {
    return run.checkpoints.flatMap((checkpoint) =>
      checkpoint.measures.flatMap((measure) =>
        measure.maps.map((map) => run.readUnits(checkpoint, measure, map).values),
      ),
    );
  } finally {
    run.close();
  }
}

describe("a network in which the images of a batch act on each other", () => {
  it("is said by inspect to take one image at a time, and why", async () => {
    expect(await runToEnd(["inspect", files.quantised])).toContain(`images   one at a time: ${REASON}\n`);
    expect(JSON.parse(await runToEnd(["inspect", files.quantised, "--json"])).oneAtATime).toBe(REASON);
    expect(await runToEnd(["inspect", files.reshape])).toContain(
      'images   one at a time: node "node_Reshape_6" (Reshape) gives a first axis of 1',
    );
    expect(await runToEnd(["inspect", files.single])).not.toContain("one at a time");
  });

  it("has the bits of the same network with one image a batch, in every command, whatever the threads", async () => {
    const one = await analyze(files.quantised, "one.h5", "--threads", "1");
    const two = await analyze(files.quantised, "two.h5", "--threads", "2");
    const single = await analyze(files.single, "single.h5", "--threads", "1");
    expect(one.stderr).toContain(`Images go through the network one at a time: ${REASON}.`);
    expect(single.stderr).not.toContain("one at a time");
    const expected = await mapsOf(single.file);
    expect(expected.length).toBeGreaterThan(0);
    expect(await mapsOf(one.file)).toEqual(expected);
    expect(await mapsOf(two.file)).toEqual(expected);

    const labels = inFolder("labels.txt", Buffer.from("ant\nbee\nc\nd\ne\n"));
    const more = ["--images", PHOTOS, "--labels", labels, "--measure", "ST", "--samples", "8"];
    /** What a command finds out, without the names of files. */
    const test = async (command: string, run: string, model: string, ...options: string[]) => {
      const args = [command, run, "--model", model, ...more, ...options, "--use-seen-images", "--json"];
      return JSON.parse((await runToEnd(args)).replaceAll(/"[^"]*\.h5"/g, '"file"'));
    };
    const hue = ["--factor", "hue", "--percentile", "0.5"];
    const evaluation = await test("evaluate", one.file, files.quantised, ...hue);
    expect(evaluation).toEqual(await test("evaluate", single.file, files.single, ...hue));
    expect(evaluation).toEqual(await test("evaluate", one.file, files.quantised, ...hue));
    const [a, b] = [path.join(folder, "a.study.h5"), path.join(folder, "b.study.h5")];
    const controls = ["--random-controls", "1"];
    const study = await test("study", one.file, files.quantised, "--out", a, ...controls);
    expect(study).toEqual(await test("study", single.file, files.single, "--out", b, ...controls));
  });

  it("says so in the run's file", async () => {
    const { file } = await analyze(files.reshape, "reshape.h5");
    const run = await RunFileReader.open(file);
    expect(run.spec.oneAtATime).toContain('node "node_Reshape_6" (Reshape)');
    run.close();
    expect((await analyze(files.reshape, "reshape.h5")).stderr).toContain("holds this run already");
  });

  it("gives an image the activations that it has alone", async () => {
    const images = tinyImages(3);
    const size = images.length / 3;
    const activations = async (name: string, from: number, count: number) => {
      const [input, out] = [path.join(folder, `${name}.npy`), path.join(folder, `${name}.out.npy`)];
      const shape = [count, 3, TINY_SIDE, TINY_SIDE];
      await writeNpy(input, shape, images.slice(from * size, (from + count) * size));
      const io = ["--input", input, "--checkpoint", "mid", "--out", out];
      await runToEnd(["activations", "--model", files.quantised, ...io]);
      return [...(await readNpy(out, "activations")).data];
    };
    const together = await activations("together", 0, 3);
    const alone = await Promise.all([0, 1, 2].map((i) => activations(`alone${i}`, i, 1)));
    expect(together).toEqual(alone.flat());
  });
});

it.each([
  ["bn_train", 'node "node_BatchNormalization_1" (BatchNormalization), node "node_BatchNormalization_4"'],
  ["random", 'node "node_RandomNormalLike_1" (RandomNormalLike)'],
])("refuses %s, naming what is at fault and how to export", async (name, nodes) => {
  const model = projectFile(`tests/reference/field/batch_dependent/${name}.onnx`);
  const out = path.join(folder, "refused.h5");
  for (const args of [
    ["inspect", model],
    ["analyze", "--model", model, "--images", PHOTOS, ...DESIGN, "--out", out],
  ]) {
    const { code, stderr } = await runCommand(args);
    expect(code).toBe(1);
    expect(stderr).toContain(nodes);
    expect(stderr).toContain("model.eval()");
  }
});

it("lists maps held with the channels last as channels, height and width", async () => {
  const { checkpoints } = JSON.parse(await runToEnd(["inspect", files.last, "--json"]));
  const pool = checkpoints.find(({ tensor }: { tensor: string }) => tensor === "pool");
  expect(pool).toMatchObject({ shape: [6, 8, 8], note: null });
});
