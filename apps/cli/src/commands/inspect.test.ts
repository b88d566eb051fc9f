import { writeFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { buildModel, integerAttribute } from "../../../../tests/golden/onnxBuilder.js";
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
    note: null,
  });
  expect(found.oneAtATime).toBeNull();
});

it("says what cannot be analysed and why", async () => {
  const file = path.join(temporaryFolder(), "odd.onnx");
  const model = buildModel({
    nodes: [
      { operator: "Shape", inputs: ["x"], outputs: ["shape"] },
      { operator: "Less", inputs: ["x", "x"], outputs: ["less"] },
      {
        operator: "ReduceMean",
        inputs: ["x"],
        outputs: ["mean"],
        attributes: [integerAttribute("keepdims", 0)],
      },
      { operator: "Relu", inputs: ["x"], outputs: ["y"] },
    ],
  });
  await writeFile(file, model);
  const text = await runToEnd(["inspect", file]);
  expect(text).toContain("Not analysed: 3 values");
  expect(text).toContain("does not depend on the image: shape (Shape)");
  expect(text).toContain("its values are bool: less (Less)");
  expect(text).toContain("it is no [N,C,H,W] or [N,C] with the batch as its first axis: mean (ReduceMean)");
  const { excluded } = JSON.parse(await runToEnd(["inspect", file, "--json"]));
  expect(excluded).toHaveLength(3);
});

it("names a file that is no model", async () => {
  const file = path.join(temporaryFolder(), "text.onnx");
  await writeFile(file, "hello");
  const { code, stdout, stderr } = await runCommand(["inspect", file]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
  expect(stderr).toMatch(/^unitscope: ".*text\.onnx": /);
});
