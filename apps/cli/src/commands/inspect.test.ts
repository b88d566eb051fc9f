import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { projectFile, runCommand, runToEnd, temporaryFolder } from "../testing/runCommand.js";

const SAMPLE = projectFile("samples/resnet18-plain.onnx");

it("shows the suggested checkpoints with shapes and units", async () => {
  const text = await runToEnd(["inspect", SAMPLE]);
  expect(text).toMatch(/^layer1 +16x16x16 +4096 +Relu +\/layer1\//m);
  expect(text).toMatch(/^fc +10 +10 +Gemm +logits$/m);
  expect(text).toContain("and 42 more values, which --all shows");
  expect((await runToEnd(["inspect", SAMPLE, "--all"])).match(/Relu/g)?.length).toBeGreaterThan(17);
});

it("gives everything as JSON", async () => {
  const found = JSON.parse(await runToEnd(["inspect", SAMPLE, "--json"]));
  expect(found).toMatchObject({
    bytes: 2818359,
    opset: 17,
    input: { name: "input", shape: [-1, 3, 64, 64], type: "float32" },
    operators: { Conv: 20, Relu: 17 },
    excluded: [],
  });
  expect(found.checkpoints).toHaveLength(49);
  expect(found.checkpoints.at(-1)).toEqual({
    name: "fc",
    tensor: "logits",
    operator: "Gemm",
    suggested: true,
    shape: [10],
    units: 10,
  });
});

it("says what cannot be analysed and why", async () => {
  const text = await runToEnd(["inspect", projectFile("tests/reference/onnx/tinycnn_b.onnx")]);
  expect(text).toMatch(/Every value of the network can be analysed|Not analysed: \d+ values/);
  const folder = temporaryFolder();
  const file = path.join(folder, "text.onnx");
  await writeFile(file, "hello");
  const { code, stderr } = await runCommand(["inspect", file]);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^unitscope: ".*text\.onnx": /);
});
