import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const CORE = path.join(PROJECT, "packages/core");

/** A folder with nothing but the packed library installed. */
export interface Installation {
  readonly folder: string;
  /** Paths in the tarball, without its own folder. */
  readonly files: readonly string[];
  remove(): void;
}

/**
 * Packs the library as `npm publish` would and installs it. What it depends on is linked from the project, so that
 * nothing is downloaded; of the project itself nothing else can be reached.
 */
export function installPacked(): Installation {
  const folder = mkdtempSync(path.join(tmpdir(), "unitscope-package-"));
  const scope = path.join(folder, "node_modules/@unitscope");
  mkdirSync(scope, { recursive: true });
  const packed = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--offline", "--pack-destination", folder], {
      cwd: CORE,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      // On Windows npm is a script.
      shell: process.platform === "win32",
    }),
  ) as [{ filename: string; files: { path: string }[] }];
  const [{ filename, files }] = packed;
  execFileSync("tar", ["-xzf", filename], { cwd: folder });
  execFileSync("mv", ["package", path.join(scope, "core")], { cwd: folder });
  const { dependencies } = JSON.parse(readFileSync(path.join(scope, "core/package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) link(folder, name);
  writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name: "empty", type: "module" }));
  return {
    folder,
    files: files.map((file) => file.path),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Makes a package of the project one of the folder's. */
export function link(folder: string, name: string): void {
  const own = path.join(CORE, "node_modules", name);
  const target = existsSync(own) ? own : path.join(PROJECT, "node_modules", name);
  const place = path.join(folder, "node_modules", name);
  mkdirSync(path.dirname(place), { recursive: true });
  symlinkSync(target, place, "junction");
}

/** The first program of the library's README. */
export function readmeProgram(): string {
  const text = readFileSync(path.join(CORE, "README.md"), "utf8");
  const program = /```js\n([\s\S]*?)```/.exec(text)?.[1];
  if (program === undefined) throw new Error("The README of core has no program.");
  return program;
}
