import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { PassThrough } from "node:stream";
import { ENGINE_VERSION } from "@unitscope/core/commandLine";
import { describe, expect, it } from "vitest";
import { unitscopeProgram } from "./program.js";
import { projectFile, runCommand, temporaryFolder } from "./testing/runCommand.js";

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
  "report",
  "completion",
];

it("prints help with examples, and the version, to stdout", async () => {
  const help = await runCommand(["--help"]);
  expect(help).toMatchObject({ code: 0, stderr: "" });
  for (const command of COMMANDS) expect(help.stdout).toContain(`  ${command} `);
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
    [["inspct"], "unknown command 'inspct'\n(Did you mean inspect?)\nTry `unitscope --help`."],
    [["inspect"], "Missing required argument 'model.onnx'."],
    [["inspect", "a.onnx", "--jason"], "There is no option --jason. Did you mean --json?"],
    [["sample", "--method", "sobol", "--n", "8", "--out", "r.csv"], "Required option '--problem"],
    [["sample", "--n", "x"], '--n is "x". It must be a whole number of 2'],
    [["sample", "--method", "sobl"], "It must be one of sobol, shapley. Did you mean sobol?"],
    [["sample", "--out", "--json"], "--out has no value: --json follows it."],
    [["inspect", "a.onnx", "b.onnx"], '"b.onnx" is too much: the command takes <model.onnx>.'],
    [
      ["analyze", "--model", "m", "--images", "i", "--method", "sobol", "--out", "o"],
      "Say which augmentations",
    ],
    [
      ["export", "--format", "csv", "--out", "gone/tables", "r.h5"],
      'There is no folder "gone"; make it first',
    ],
  ])("%j ends with 2", async (args, message) => {
    const { code, stderr } = await runCommand(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) });
  });

  it("tells all faults at once, files included, and where the help is", async () => {
    const folder = temporaryFolder();
    const args = ["analyze", "--model", "none.onnx", "--images", folder, "--method", "sobol"];
    const { code, stderr } = await runCommand([
      ...args,
      "--draws",
      "2",
      "--without",
      "clas",
      "--out",
      `${folder}/a/r.h5`,
    ]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: [
        "unitscope: 5 things are wrong:",
        "  Say which augmentations act: --set set1, set2 or set3, or --factors with their keys.",
        "  --draws belongs to --method contrast.",
        '  --without names "clas"; it takes permutation, class, partition. Did you mean class?',
        '  There is no model "none.onnx".',
        `  There is no folder "${folder}/a"; make it first, or give --mkdir.`,
        "Try `unitscope analyze --help`.",
        "",
      ].join("\n"),
    });
    // Nothing is made on the way.
    expect(readdirSync(folder)).toEqual([]);
  });
});

it("ends with 2 when a file is missing, and says which", async () => {
  expect(await runCommand(["inspect", "none.onnx"])).toEqual({
    code: 2,
    stdout: "",
    stderr: 'unitscope: There is no model "none.onnx".\n',
  });
});

it("ends with 1 when a file is no network", async () => {
  expect(await runCommand(["inspect", projectFile("README.md")])).toMatchObject({ code: 1, stdout: "" });
});

it("gives errors as JSON, whatever they are about", async () => {
  const errorOf = async (...args: string[]) =>
    JSON.parse((await runCommand([...args, "--json"])).stdout).error;
  expect(await errorOf("inspect", "none.onnx")).toEqual({
    code: "USAGE",
    message: 'There is no model "none.onnx".',
    faults: ['There is no model "none.onnx".'],
  });
  expect((await errorOf("inspect", "a", "--jason")).faults).toEqual([
    "There is no option --jason. Did you mean --json?",
  ]);
  expect(await errorOf("inspect", projectFile("README.md"))).toMatchObject({ code: expect.any(String) });
});

it("sends no control characters to the terminal", async () => {
  const { stderr } = await runCommand(["inspect", "\u001b[2J.onnx"]);
  expect(stderr).toBe('unitscope: There is no model "\\x1b[2J.onnx".\n');
});

const OUT = ["--problem", "problem.json", "--method", "sobol", "--n", "4", "--out"];

it("makes no folder but by --mkdir, and replaces nothing but by --overwrite", async () => {
  const folder = temporaryFolder();
  const problem = path.join(folder, "problem.json");
  writeFileSync(problem, '{"names": ["x"], "bounds": [[0, 1]]}');
  const sample = (...more: string[]) => runCommand(["sample", ...OUT.with(1, problem), ...more]);
  const rows = path.join(folder, "new", "deep", "rows.csv");
  expect(await sample(rows)).toMatchObject({ code: 2, stderr: expect.stringContaining("give --mkdir") });
  expect(readdirSync(folder)).toEqual(["problem.json"]);
  expect(await sample(rows, "--mkdir")).toMatchObject({ code: 0 });
  expect(await sample(rows)).toMatchObject({
    code: 2,
    stderr: expect.stringContaining(
      "is there already; give --overwrite to replace it, or choose another --out.",
    ),
  });
  expect(await sample(rows, "--overwrite", "--seed", "1")).toMatchObject({ code: 0 });
  expect(await sample(`${folder}.csv`.replace(".csv", ""))).toMatchObject({ code: 2 });
  // A device would be replaced by a file.
  expect(
    (await runCommand(["augment", "--image", problem, "--chain", "[]", "--out", "/dev/null"])).stderr,
  ).toContain('"/dev/null" is no regular file');
});

/** In which order options are listed, whatever the command. */
const ORDER = [
  ...[
    "model",
    "input",
    "image",
    "images",
    "skip-bad-images",
    "labels",
    "mask",
    "measure",
    "factor",
    "with-factor",
  ],
  ...["factors", "checkpoint", "checkpoints", "seed", "threads", "provider", "keep-state", "out", "mkdir"],
  ...["overwrite", "json"],
];
/** Options that are of another thing in another command. */
const OF_THEIR_OWN = [
  "image",
  "method",
  "format",
  "out",
  "factor",
  "factors",
  "checkpoints",
  "checkpoint",
  "seed",
  "mask",
  "height",
  "images",
];

it("has the same words for the same option, names defaults, and ends with how the result is told", () => {
  const program = unitscopeProgram({
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    stopSignal: () => new AbortController().signal,
  });
  const texts = new Map<string, string>();
  const differing: string[][] = [];
  for (const command of program.commands) {
    const options = command.options.filter(({ hidden }) => !hidden);
    const names = options.map((option) => (option.long ?? "").slice(2));
    expect(names.slice(-4)).toEqual(
      names.includes("out") ? ["out", "mkdir", "overwrite", "json"] : names.slice(-4),
    );
    const common = names.filter((name) =>
      ["seed", "threads", "provider", "out", "mkdir", "overwrite", "json"].includes(name),
    );
    expect([command.name(), common]).toEqual([command.name(), ORDER.filter((name) => common.includes(name))]);
    for (const option of options) {
      const { long, description, mandatory, defaultValue } = option;
      const name = (long ?? "").slice(2);
      if (
        !option.isBoolean() &&
        !mandatory &&
        defaultValue === undefined &&
        !NEEDS_NO_DEFAULT.includes(name)
      ) {
        expect([command.name(), name, description]).toEqual([
          command.name(),
          name,
          expect.stringContaining("(default: "),
        ]);
      }
      if (OF_THEIR_OWN.includes(name)) continue;
      // The method or report that it belongs to is said first.
      const words = description.replace(/^[a-z-]+: /, "").replace(/ \(default: .*\)$/, "");
      const text = `${option.flags}: ${words}`;
      const before = texts.get(name) ?? text;
      if (before !== text) differing.push([before, text]);
      texts.set(name, text);
    }
  }
  expect(differing).toEqual([]);
});

/** Options without which there is nothing of the kind. */
const NEEDS_NO_DEFAULT = [
  ...["set", "factors", "without", "segment", "feed", "images", "mask", "measure", "factor", "with-factor"],
  ...["percentile", "soft", "combine", "augmentation", "other-measure"],
];
