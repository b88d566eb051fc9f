import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type Installation, installPacked, link, PROJECT, readmeProgram } from "./packed.js";

let installed: Installation;
const LIMIT = 600_000;

beforeAll(() => {
  installed = installPacked();
  symlinkSync(path.join(PROJECT, "samples/resnet18-plain.onnx"), path.join(installed.folder, "model.onnx"));
  symlinkSync(
    path.join(PROJECT, "samples/tinted-fashion"),
    path.join(installed.folder, "photos"),
    "junction",
  );
}, LIMIT);
afterAll(() => installed.remove());

/** Runs a program in the folder; what it printed. */
function run(file: string, ...options: string[]): string {
  return execFileSync(process.execPath, [...options, file], {
    cwd: installed.folder,
    encoding: "utf8",
    env: { ...process.env, UNITSCOPE_CACHE: path.join(installed.folder, "cache") },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

it("holds what is built, the README and the licence, and nothing else", () => {
  const others = installed.files.filter((file) => !file.startsWith("dist/"));
  expect([...others].sort()).toEqual(["LICENSE", "README.md", "package.json"]);
  expect(installed.files.filter((file) => /\.(test|reference)\.|\.map$/.test(path.basename(file)))).toEqual(
    [],
  );
  expect(installed.files.filter((file) => file.includes("/testing/"))).toEqual([]);
  const licence = (folder: string) => readFileSync(path.join(folder, "LICENSE"), "utf8");
  expect(licence(path.join(PROJECT, "packages/core"))).toBe(licence(PROJECT));
});

it("runs the program of its README", { timeout: LIMIT }, () => {
  const program = readmeProgram();
  expect(program.trimEnd().split("\n").length).toBeLessThan(32);
  writeFileSync(path.join(installed.folder, "program.mjs"), program);
  const printed = run("program.mjs");
  expect(printed).toContain("maxpool, layer1, layer2, layer3, layer4");
  const rows = [...printed.matchAll(/'(layer4|fc)' +│ '(\w+)' +│ '(-?\d\.\d{3}) ± (\d\.\d{3})'/g)];
  expect(rows.map(([, checkpoint, factor]) => `${checkpoint} ${factor}`)).toContain("fc hue");
  for (const checkpoint of ["layer4", "fc"]) {
    const effects = rows.filter((row) => row[1] === checkpoint).map((row) => Number(row[3]));
    // Shapley effects add up to 1; each was rounded to three decimals.
    expect(effects.reduce((sum, effect) => sum + effect, 0)).toBeCloseTo(1, 2);
  }
  expect(existsSync(path.join(installed.folder, "run.h5"))).toBe(true);
  expect(existsSync(path.join(installed.folder, "run.state"))).toBe(false);
});

it("does nothing at import, and lets the process end", { timeout: LIMIT }, () => {
  const watch = `
    import fs from "node:fs";
    import { createRequire } from "node:module";
    import { Worker } from "node:worker_threads";
    const before = { events: process.eventNames().join(), environment: JSON.stringify(process.env) };
    for (const name of ["writeFileSync", "mkdirSync", "openSync", "createWriteStream"]) {
      fs[name] = () => { throw new Error(name + " at import"); };
    }
    const names = Object.keys(await import("@unitscope/core"));
    const loaded = [
      ...Object.keys(createRequire(import.meta.url).cache),
      ...process.report.getReport().sharedObjects,
    ].filter((file) => /onnxruntime|sharp|h5wasm/.test(file));
    const after = { events: process.eventNames().join(), environment: JSON.stringify(process.env) };
    const handles = process.getActiveResourcesInfo().filter((name) => name !== "CloseReq" && name !== "PipeWrap");
    console.log(JSON.stringify({ names, loaded, same: JSON.stringify(before) === JSON.stringify(after), handles }));
  `;
  writeFileSync(path.join(installed.folder, "import.mjs"), watch);
  const found = JSON.parse(run("import.mjs"));
  expect(found.names).toContain("analyze");
  expect(found).toMatchObject({ loaded: [], same: true, handles: [] });
});

it("shows the modules that it loads at import, none of them the runtime's", { timeout: LIMIT }, () => {
  const hooks = `export async function resolve(specifier, context, next) {
    const found = await next(specifier, context);
    process.stderr.write(found.url + "\\n");
    return found;
  }`;
  writeFileSync(path.join(installed.folder, "hooks.mjs"), hooks);
  writeFileSync(
    path.join(installed.folder, "graph.mjs"),
    'import { register } from "node:module";\nregister("./hooks.mjs", import.meta.url);\nawait import("@unitscope/core");\n',
  );
  const { stderr, status } = spawnSync(process.execPath, ["graph.mjs"], {
    cwd: installed.folder,
    encoding: "utf8",
  });
  expect(status).toBe(0);
  expect(stderr).toContain("@unitscope/core/dist/library/analysis.js");
  expect(stderr).not.toMatch(/onnxruntime|\/sharp\/|h5wasm|dist\/inference\//);
});

it("is closed but for its name", () => {
  const { exports } = JSON.parse(
    readFileSync(path.join(installed.folder, "node_modules/@unitscope/core/package.json"), "utf8"),
  );
  expect(Object.keys(exports).filter((name) => name.includes("*"))).toEqual([]);
  writeFileSync(path.join(installed.folder, "inside.mjs"), 'await import("@unitscope/core/run/runSpec");');
  const { status, stderr } = spawnSync(process.execPath, ["inside.mjs"], {
    cwd: installed.folder,
    encoding: "utf8",
  });
  expect(status).not.toBe(0);
  expect(stderr).toContain("ERR_PACKAGE_PATH_NOT_EXPORTED");
});

it("has complete types, with and without those of browsers", { timeout: LIMIT }, () => {
  for (const name of ["@types/node", "undici-types"]) link(installed.folder, name);
  writeFileSync(path.join(installed.folder, "program.ts"), readmeProgram());
  for (const lib of [["ES2023"], ["ES2023", "DOM"]]) {
    const compilerOptions = {
      strict: true,
      skipLibCheck: false,
      module: "NodeNext",
      target: "ES2022",
      lib,
      types: ["node"],
      noEmit: true,
      // Links lead out of the folder, where other types lie around.
      preserveSymlinks: true,
    };
    const config = { compilerOptions, files: ["program.ts"] };
    writeFileSync(path.join(installed.folder, "tsconfig.json"), JSON.stringify(config));
    const tsc = path.join(PROJECT, "node_modules/typescript/bin/tsc");
    const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", "."], {
      cwd: installed.folder,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
    expect(status).toBe(0);
  }
});

it("documents every function that it exports", () => {
  const readme = readFileSync(path.join(PROJECT, "packages/core/README.md"), "utf8");
  writeFileSync(
    path.join(installed.folder, "names.mjs"),
    'console.log(JSON.stringify(Object.keys(await import("@unitscope/core"))));',
  );
  const functions = (JSON.parse(run("names.mjs")) as string[]).filter((name) => /^[a-z]/.test(name));
  expect(functions.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});
