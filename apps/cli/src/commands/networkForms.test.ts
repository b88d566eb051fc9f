import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { RunFileReader, readNpy, writeNpy } from "@unitscope/core/commandLine";
import { afterAll, describe, expect, it } from "vitest";
import { inputTwin, type TwinInput } from "../../../../tests/golden/inputTwins.js";
import { projectFile, runCommand, runToEnd } from "../testing/runCommand.js";
import { numbersOf } from "../testing/runNumbers.js";

const FIELD = projectFile("tests/reference/field/refused_inputs");
const PHOTOS = path.join(FIELD, "photos");
const DESIGN = [
  "--method",
  "shapley",
  "--factors",
  "hue,rolling,rotation",
  "--base-samples",
  "16",
  "--hold-out",
  "0.5",
];
const MASK = [
  "--measure",
  "ST",
  "--factor",
  "rolling",
  "--percentile",
  "0.5",
  "--samples",
  "4",
  "--random-controls",
  "1",
];
const folder = mkdtempSync(path.join(tmpdir(), "unitscope-forms-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function inFolder(name: string, bytes: Uint8Array | string): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

let count = 0;

/** The run of a network, and its file. */
async function analyze(model: string, ...options: string[]): Promise<string> {
  const file = path.join(folder, `run${count++}.h5`);
  await runToEnd([
    "analyze",
    "--model",
    model,
    "--images",
    PHOTOS,
    ...DESIGN,
    "--out",
    file,
    "--threads",
    "1",
    ...options,
  ]);
  return file;
}

/** What a mask does to the accuracy, without the names of files. */
async function evaluate(run: string, model: string, classes: number): Promise<unknown> {
  const labels = inFolder(`labels${classes}.txt`, ["ant", "bee", "c", "d", "e"].slice(0, classes).join("\n"));
  const args = ["evaluate", run, ...MASK, "--model", model, "--images", PHOTOS, "--labels", labels, "--json"];
  return JSON.parse(await runToEnd(args));
}

describe("a network of the field", () => {
  it.each([
    ["gray", "images of 16x16 (height x width), one channel (luminance)", { mean: [0.449], crop: 16 }],
    ["nhwc", "images of 16x16 (height x width), three channels, channels last [N,H,W,C]", { crop: 16 }],
    ["hwdyn", "images of any size, three channels", { crop: 224 }],
    [
      "nonsquare",
      "images of 16x24 (height x width), three channels",
      { crop: [16, 24], resize: { cover: [16, 24] } },
    ],
    [
      "uint8",
      "images of 16x16 (height x width), three channels, levels 0 to 255 (uint8)",
      { mean: [0, 0, 0] },
    ],
  ])("is inspected, analysed and masked: %s", async (name, takes, preprocessing) => {
    const model = path.join(FIELD, `${name}.onnx`);
    expect(await runToEnd(["inspect", model])).toContain(`takes ${takes}\n`);
    const seen = JSON.parse(await runToEnd(["inspect", model, "--images", PHOTOS, "--json"]));
    expect(seen).toMatchObject({ preprocessing, networkInputFault: null });
    // The size that is open is made a small one: the numbers of a run are not the point here.
    const options = name === "hwdyn" ? ["--preprocessing", '{"crop": "24x20"}'] : [];
    const run = await analyze(model, ...options);
    const reader = await RunFileReader.open(run);
    expect(reader.spec.minMax).toBe(name !== "uint8");
    expect(reader.checkpoints.length).toBeGreaterThan(2);
    reader.close();
    expect(await evaluate(run, model, 4)).toMatchObject({ sampleCount: 4 });
    const study = path.join(folder, `${name}.study.h5`);
    const shares = ["--samples", "2", "--random-controls", "1", "--factors", "rolling"];
    await runToEnd([
      "study",
      run,
      "--measure",
      "ST",
      ...shares,
      "--model",
      model,
      "--images",
      PHOTOS,
      "--out",
      study,
      "--labels",
      path.join(folder, "labels4.txt"),
    ]);
  });
});

/** Two networks with the same numbers inside, and how images become input. */
const TWINS: readonly [string, TwinInput, TwinInput, string, string][] = [
  ["channels last", { layout: "NHWC" }, {}, "imagenet", "imagenet"],
  [
    "no squares, channels last",
    { layout: "NHWC", height: 12, width: 20 },
    { height: 12, width: 20 },
    "unit",
    "unit",
  ],
  ["a size left open", { height: "h", width: "w" }, { height: 20, width: 12 }, '{"crop": "20x12"}', "paper"],
  ["uint8", { kind: "levels" }, { kind: "rounded" }, "bytes", "bytes"],
];

it.each(TWINS)("gives the bits of its twin: %s", async (_what, form, twin, preprocessing, ofTwin) => {
  const one = inFolder(`one${count}.onnx`, inputTwin(form));
  const two = inFolder(`two${count}.onnx`, inputTwin(twin));
  const checkpoints = ["--checkpoints", "relu1,relu2,y"];
  const [a, b] = [
    await analyze(one, "--preprocessing", preprocessing, ...checkpoints),
    await analyze(two, "--preprocessing", ofTwin, ...checkpoints),
  ];
  const numbers = await numbersOf(a);
  expect(
    Object.values(numbers)
      .flat()
      .some((value) => value > 0.01),
  ).toBe(true);
  expect(numbers).toEqual(await numbersOf(b));
  expect(await evaluate(a, one, 5)).toEqual(await evaluate(b, two, 5));
});

it("of one channel gives what a colour network gives that makes luminance first, within rounding", async () => {
  const grey = inFolder("grey.onnx", inputTwin({ kind: "grey" }));
  const colour = inFolder("luma.onnx", inputTwin({ kind: "luma" }));
  const checkpoints = ["--checkpoints", "relu1,relu2,y", "--preprocessing", "unit"];
  const [a, b] = [await analyze(grey, ...checkpoints), await analyze(colour, ...checkpoints)];
  const [found, expected] = [await numbersOf(a), await numbersOf(b)];
  expect(Object.keys(found)).toEqual(Object.keys(expected));
  for (const [map, values] of Object.entries(expected)) {
    // Activations agree to float32 rounding, 1e-7 of their size; a variance is a difference of their squares. Half widths
    // of indices, the second half of the numbers, are kept to 7 binary digits: neighbours differ by 1/64.
    for (const [unit, value] of values.entries()) {
      const rounding = unit < values.length / 2 ? 0 : Math.abs(value) / 64;
      const most = 1e-4 * Math.max(1, Math.abs(value)) + rounding;
      const other = found[map]?.[unit] ?? Number.NaN;
      if (Number.isNaN(value)) expect(other).toBeNaN();
      else expect(Math.abs(other - value)).toBeLessThanOrEqual(most);
    }
  }
  const accuracies = (evaluation: unknown) =>
    JSON.parse(JSON.stringify(evaluation, ["baseline", "masked", "top1"]));
  expect(accuracies(await evaluate(a, grey, 5))).toEqual(accuracies(await evaluate(b, colour, 5)));
});

it("takes a segment fed with hue, saturation or value, whatever the network's own input", async () => {
  const grey = inFolder("grey-segment.onnx", inputTwin({ kind: "grey" }));
  const last = inFolder("last-segment.onnx", inputTwin({ layout: "NHWC", height: 12, width: 20 }));
  const levels = inFolder("levels-segment.onnx", inputTwin({ kind: "levels" }));
  for (const [model, segment] of [
    [grey, "input..relu2"],
    [last, "input..relu2"],
    [last, "relu1..relu2"],
    [levels, "relu1..relu2"],
  ] as const) {
    await analyze(model, "--segment", segment, "--feed", "value");
  }
  const { code, stderr } = await runCommand([
    ...["analyze", "--model", levels, "--images", PHOTOS, ...DESIGN, "--out", path.join(folder, "no.h5")],
    ...["--segment", "input..relu2", "--feed", "hue"],
  ]);
  expect(code).not.toBe(0);
  expect(stderr).toContain("takes levels of 0 to 255, which hue, saturation and value are not");
});

it("takes inputs in the network's own order of axes", async () => {
  const numbers = Float32Array.from({ length: 2 * 12 * 20 * 3 }, (_, at) => Math.sin(at));
  const firsts = new Float32Array(numbers.length);
  for (const [at, value] of numbers.entries()) {
    const [image, rest] = [Math.floor(at / 720), at % 720];
    firsts[image * 720 + (rest % 3) * 240 + Math.floor(rest / 3)] = value;
  }
  const run = async (layout: "NCHW" | "NHWC", height: number | string, values: Float32Array) => {
    const model = inFolder(
      `${layout}${height}.onnx`,
      inputTwin({ layout, height, width: height === 12 ? 20 : "w" }),
    );
    const [input, out] = [
      path.join(folder, `${layout}.npy`),
      path.join(folder, `${layout}${height}.out.npy`),
    ];
    await writeNpy(input, layout === "NHWC" ? [2, 12, 20, 3] : [2, 3, 12, 20], values);
    await runToEnd([
      "activations",
      "--model",
      model,
      "--input",
      input,
      "--checkpoint",
      "relu1",
      "--out",
      out,
    ]);
    return readNpy(out, "activations");
  };
  const expected = await run("NCHW", 12, firsts);
  expect(expected.shape).toEqual([2, 4, 12, 20]);
  expect(await run("NHWC", 12, numbers)).toEqual(expected);
  expect(await run("NHWC", "h", numbers)).toEqual(expected);
  expect(await run("NCHW", "h", firsts)).toEqual(expected);
  const model = path.join(folder, "NHWC12.onnx");
  const { stderr } = await runCommand([
    "activations",
    "--model",
    model,
    "--input",
    path.join(folder, "NCHW.npy"),
    "--checkpoint",
    "relu1",
    "--out",
    path.join(folder, "no.npy"),
  ]);
  expect(stderr).toContain("is [2,3,12,20]; the network takes [N,12,20,3]");
});

it("says of a network that fails at a size it leaves open that another crop may do", async () => {
  const model = inFolder("open.onnx", inputTwin({ height: "h", width: "w" }));
  expect(await runToEnd(["inspect", model])).toContain("Suggested checkpoints, shapes for images of 224x224");
  expect(await runToEnd(["inspect", model, "--preprocessing", '{"crop": "10x30"}', "--all"])).toContain(
    "4x10x30",
  );
});
