import { existsSync } from "node:fs";
import path from "node:path";
import { RunFileReader } from "@unitscope/core/commandLine";
import { describe, expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

function argumentsFor(out: string, ...more: string[]): string[] {
  const model = projectFile("samples/resnet18-plain.onnx");
  const images = projectFile("samples/tinted-fashion");
  const files = ["--model", model, "--images", images, "--out", out];
  const design = ["--method", "shapley", "--factors", "hue,rolling", "--base-samples", "16"];
  return ["analyze", ...files, ...design, "--threads", "1", ...more];
}

it("analyses a segment, and keeps it with the run", async () => {
  const out = path.join(temporaryFolder(), "run.h5");
  const args = argumentsFor(out, "--segment", "layer1..layer2", "--feed", "hue");
  expect(await runToEnd(args)).toMatch(/^layer2 +\w+ /m);
  const run = await RunFileReader.open(out);
  // 64x64 pixels in place of layer1, halved by the first block of layer2.
  expect(run.checkpoints.map(({ name, shape }) => [name, shape])).toEqual([["layer2", [32, 32, 32]]]);
  expect(run.spec.segment).toMatchObject({ from: "layer1", to: "layer2", channel: "H" });
  run.close();
  expect((await runCommand(args)).stderr).toContain("holds this run already");
  const other = await runCommand(argumentsFor(out, "--segment", "layer1..layer2", "--feed", "value"));
  expect(other.stderr).toContain("holds a run of another design");
});

describe("a segment that cannot be", () => {
  it.each([
    [["--segment", "layer1..layer2"], /--feed hue, saturation, value/],
    [["--feed", "hue"], /--segment layer1\.\.layer2/],
    [["--segment", "layer1", "--feed", "hue"], /two checkpoints with \.\. between/],
    [["--segment", "layer1..layer2", "--feed", "red"], /It must be one of hue, saturation, value/],
    [["--segment", "layer2..layer1", "--feed", "hue"], /layer1 does not come after layer2/],
    [["--segment", "input..layer9", "--feed", "hue"], /no checkpoint "layer9"/],
    [["--segment", "avgpool..fc", "--feed", "hue"], /avgpool\.\.fc, hue cannot be analysed on images of 64/],
  ])("is refused: %j", async (more, message) => {
    const out = path.join(temporaryFolder(), "run.h5");
    const outcome = await runCommand(argumentsFor(out, ...more));
    expect(outcome).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
    expect(existsSync(out)).toBe(false);
  });
});
