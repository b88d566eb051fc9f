import { ENGINE_VERSION } from "@unitscope/core/run/engineVersion";
import { describe, expect, it } from "vitest";
import { runCommand } from "./testing/runCommand.js";

const COMMANDS = [
  "inspect",
  "analyze",
  "sample",
  "estimate",
  "augment",
  "activations",
  "export",
  "mask",
  "evaluate",
  "study",
  "single-class",
];

it("prints help with examples, and the version, to stdout", async () => {
  const help = await runCommand(["--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  for (const command of COMMANDS) expect(help.stdout).toContain(`${command} [options]`);
  expect(help.stdout).toContain("Examples:");
  expect(await runCommand(["--version"])).toEqual({ code: 0, stdout: `${ENGINE_VERSION}\n`, stderr: "" });
});

it.each(COMMANDS)("%s --help shows an example", async (command) => {
  const { code, stdout } = await runCommand([command, "--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain(`unitscope ${command} `);
});

describe("asked for wrongly", () => {
  it.each([
    [[], "Usage: unitscope"],
    [["inspct"], "unitscope: unknown command 'inspct'"],
    [["inspect"], "unitscope: missing required argument 'model.onnx'"],
    [["inspect", "a.onnx", "--jason"], "unitscope: unknown option '--jason'"],
    [["sample", "--method", "sobol", "--n", "8", "--out", "r.csv"], "required option '--problem"],
    [
      ["sample", "--problem", "p", "--method", "sobol", "--n", "x", "--out", "r"],
      "It must be a whole number of 2",
    ],
    [
      ["sample", "--problem", "p", "--method", "sobl", "--n", "8", "--out", "r"],
      "Allowed choices are sobol, shapley",
    ],
    [
      ["analyze", "--model", "m", "--images", "i", "--method", "sobol", "--out", "o"],
      "Say which augmentations act",
    ],
  ])("%j ends with 2", async (args, message) => {
    const { code, stdout, stderr } = await runCommand(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

it("ends with 1 when a file is missing, and says which", async () => {
  expect(await runCommand(["inspect", "none.onnx"])).toEqual({
    code: 1,
    stdout: "",
    stderr: 'unitscope: There is no model "none.onnx".\n',
  });
});
