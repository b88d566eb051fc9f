import { mkdirSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { createImage, encodePng, RunFileReader } from "@unitscope/core/commandLine";
import { describe, expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

const FIELD = projectFile("tests/reference/field/mean255");
const MODEL = path.join(FIELD, "model.onnx");
const PHOTOS = path.join(FIELD, "photos");
const BYTE_SCALE = '{"mean": [123.675, 116.28, 103.53], "std": [58.395, 57.12, 57.375]}';
const RIGHT =
  "these belong to values of 0..255; on the scale from 0 to 1 they are mean 0.485,0.456,0.406 std 0.229,0.224,0.225";
const LINE =
  /^The network will see values from -?\d+\.\d+ to -?\d+\.\d+, mean -?\d+\.\d+ \(R .+, G .+, B .+\), over (\d+) images\.$/m;

function analyze(out: string, ...more: string[]): string[] {
  const design = ["--factors", "hue", "--method", "variance", "--base-samples", "4", "--threads", "1"];
  return ["analyze", "--model", MODEL, "--images", PHOTOS, ...design, "--out", out, ...more];
}

describe("numbers of the 0 to 255 scale", () => {
  it.each(["--preprocessing", "--preprocess"])(
    "are refused with the right ones by analyze %s",
    async (option) => {
      const out = path.join(temporaryFolder(), "run.h5");
      const { code, stdout, stderr } = await runCommand(analyze(out, option, BYTE_SCALE));
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(RIGHT);
    },
  );

  it("are refused by inspect", async () => {
    const args = ["inspect", MODEL, "--images", PHOTOS, "--preprocessing", BYTE_SCALE];
    expect(await runCommand(args)).toMatchObject({ code: 2, stderr: expect.stringContaining(RIGHT) });
  });
});

describe("what the network will see", () => {
  it("is told by inspect with images, in words and as JSON", async () => {
    const args = ["inspect", MODEL, "--images", PHOTOS];
    expect((await runToEnd(args)).match(LINE)?.[1]).toBe("16");
    const { networkInput, networkInputFault, preprocessing } = JSON.parse(
      await runToEnd([...args, "--preprocessing", "unit", "--json"]),
    );
    expect(networkInput).toMatchObject({
      images: 16,
      channels: [{ name: "R" }, { name: "G" }, { name: "B" }],
    });
    expect(networkInput.least).toBeGreaterThanOrEqual(0);
    expect(networkInput.greatest).toBeLessThanOrEqual(1);
    expect(networkInputFault).toBeNull();
    expect(preprocessing).toMatchObject({ mean: [0, 0, 0], minMax: false });
    expect(await runToEnd(["inspect", MODEL])).not.toContain("will see");
  });

  it("is told by analyze before the first evaluation, in its result, and again of the finished run", async () => {
    const out = path.join(temporaryFolder(), "run.h5");
    const first = await runCommand(analyze(out, "--json"));
    expect(first.code).toBe(0);
    const found = LINE.exec(first.stderr);
    expect(found?.[1]).toBe("8");
    expect(found?.index).toBeLessThan(first.stderr.indexOf("evaluations"));
    const { networkInput } = JSON.parse(first.stdout);
    expect(networkInput.images).toBe(8);
    const run = await RunFileReader.open(out);
    expect(run.provenance.networkInput).toEqual(networkInput);
    run.close();
    expect(JSON.parse((await runCommand(analyze(out, "--json"))).stdout).networkInput).toEqual(networkInput);
  });
});

it("refuses the same picture of one colour, in words what to give in its place", async () => {
  const folder = temporaryFolder();
  for (const name of ["a", "b"]) {
    mkdirSync(path.join(folder, name));
    // One pixel, so that every picture is of one colour and min-max makes them equal.
    await writePixel(path.join(folder, name, "1.png"), name === "a" ? 0.2 : 0.8);
  }
  const flat = ["--images", folder];
  const out = path.join(temporaryFolder(), "run.h5");
  const { code, stderr } = await runCommand([...analyze(out, "--preprocessing", "paper"), ...flat]);
  expect(code).toBe(2);
  expect(stderr).toContain("nothing can be told from constant input");
  expect(stderr).toContain("minMax false");
  expect(await runToEnd(["inspect", MODEL, ...flat])).toContain(
    "It cannot be analysed: The network would see the same",
  );
  expect((await runCommand([...analyze(out, "--preprocessing", "imagenet"), ...flat])).code).toBe(0);
});

it("asks for images where only preprocessing is given, and takes one name of the option at a time", async () => {
  expect(await runCommand(["inspect", MODEL, "--preprocessing", "unit"])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("give --images too"),
  });
  const both = ["--images", PHOTOS, "--preprocessing", "unit", "--preprocess", "unit"];
  expect((await runCommand(["inspect", MODEL, ...both])).stderr).toContain("cannot be used with option");
  expect(await runToEnd(["analyze", "--help"])).not.toMatch(/--preprocess[ ,]/);
});

async function writePixel(file: string, value: number): Promise<void> {
  await writeFile(file, await encodePng(createImage(1, 1, new Float32Array(3).fill(value))));
}
