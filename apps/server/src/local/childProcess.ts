import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdir, readFile, rename, stat } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Lifeline } from "./lifeline.mjs";
import { readLogLine } from "./logLine.js";

const LOG_LIMIT_BYTES = 10_000_000;
const EXIT_WITH_PARENT = new URL("./exitWithParent.mjs", import.meta.url);

export interface ProcessOptions {
  /** As it is called in messages: "worker". */
  name: string;
  /** A JavaScript file and its arguments. */
  command: readonly string[];
  cwd: string;
  environment: NodeJS.ProcessEnv;
  logFile: string;
  /** Told every line of the program's own log that reports an error. */
  onTrouble: (text: string) => void;
  /** Ends the process and what it started, should this process be killed; the process is told of that by itself. */
  lifeline: Lifeline;
}

/** Time for an orderly end after this process was killed: a little more than the process gives itself. */
const ORPHAN_LIMIT_MS = 65_000;

/** A Node process of ours. */
export interface ManagedProcess {
  name: string;
  logFile: string;
  /** Settles with how the process ended, as "code 1" or "signal SIGKILL". */
  exited: Promise<string>;
  /** Asks the process to end, and ends it after `limitMs`. */
  stop(limitMs: number): Promise<void>;
  /** Ends the process and what it started, at once. */
  kill(): void;
}

/** Starts a Node process with its output in a log file. */
export async function startProcess(options: ProcessOptions): Promise<ManagedProcess> {
  await mkdir(path.dirname(options.logFile), { recursive: true });
  await rotate(options.logFile);
  const log = createWriteStream(options.logFile, { flags: "a" });
  const child = spawn(process.execPath, ["--import", EXIT_WITH_PARENT.href, ...options.command], {
    cwd: options.cwd,
    env: options.environment,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    // In a process group of its own: Ctrl-C reaches `up` alone, which then stops everything in order.
    detached: true,
  });
  const hasEnded = options.lifeline.endProcess(child.pid, {
    signal: null,
    limitMs: ORPHAN_LIMIT_MS,
    group: true,
  });
  for (const stream of [child.stdout, child.stderr]) {
    if (stream === null) continue;
    createInterface({ input: stream }).on("line", (line) => {
      log.write(`${line}\n`);
      const read = readLogLine(line);
      if (read.isError) options.onTrouble(read.text);
    });
  }
  const exited = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => {
      const how = signal === null ? `code ${code}` : `signal ${signal}`;
      log.end(() => resolve(how));
    });
  });
  void exited.then(hasEnded);
  return {
    name: options.name,
    logFile: options.logFile,
    exited,
    stop: async (limitMs) => {
      child.kill("SIGTERM");
      const limit = setTimeout(() => killGroup(child), limitMs);
      await exited;
      clearTimeout(limit);
      killGroup(child); // What it started and left behind.
    },
    kill: () => killGroup(child),
  };
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // The whole group has ended.
  }
}

async function rotate(logFile: string): Promise<void> {
  const size = (await stat(logFile).catch(() => null))?.size ?? 0;
  if (size > LOG_LIMIT_BYTES) await rename(logFile, `${logFile}.old`);
}

/** The last lines of a log, readable for a person. */
export async function tailOf(logFile: string, lines = 25): Promise<string> {
  const text = (await readFile(logFile, "utf8").catch(() => "")).trimEnd();
  if (text === "") return "(It is empty.)";
  return text
    .split("\n")
    .slice(-lines)
    .map((line) => readLogLine(line).text)
    .join("\n");
}
