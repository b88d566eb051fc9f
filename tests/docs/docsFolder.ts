import { type SpawnSyncReturns, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Step } from "./transcript.js";

export const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
/** What is not part of the project as its reader has it. */
const NO_PART = new Set([".git", ".unitscope", ".cache"]);

/** A folder in which the commands of one page are run, one after another. */
export class DocsFolder {
  readonly path = mkdtempSync(path.join(tmpdir(), "unitscope-docs-"));

  constructor() {
    for (const name of readdirSync(PROJECT))
      if (!NO_PART.has(name)) symlinkSync(path.join(PROJECT, name), path.join(this.path, name));
  }

  has(name: string): boolean {
    return existsSync(path.join(this.path, name));
  }

  /** Writes the file that a page shows with `$ cat NAME`, unless a command has made it. */
  write(name: string, text: string): void {
    const file = path.join(this.path, name);
    if (!existsSync(file)) writeFileSync(file, `${text}\n`);
  }

  /**
   * Runs a command as a shell does.
   *
   * @throws {Error} with all that was printed, when it fails.
   */
  run(
    { command, line }: Pick<Step, "command" | "line">,
    environment: Readonly<Record<string, string>> = {},
  ): string {
    const ended = spawnSync("bash", ["-c", command], {
      cwd: this.path,
      encoding: "utf8",
      env: {
        ...process.env,
        NO_COLOR: "1",
        COLUMNS: "200",
        UNITSCOPE_CACHE: path.join(this.path, ".cache"),
        ...environment,
      },
      maxBuffer: 2 ** 28,
    });
    if (ended.status !== 0)
      throw new Error(
        `line ${line}: ${command}\nended with ${exitOf(ended)}\n${ended.stdout}${ended.stderr}`,
      );
    return ended.stdout;
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }
}

function exitOf({ status, signal }: SpawnSyncReturns<string>): string {
  return status === null ? String(signal) : String(status);
}
