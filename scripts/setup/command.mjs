import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { Lifeline } from "../../apps/server/src/local/lifeline.mjs";

/** A command that did not succeed; `log` is the file with its output. */
export class CommandError extends Error {
  constructor(message, log) {
    super(message);
    this.log = log;
  }
}

/** Time for a command to end by itself. */
const END_LIMIT_MS = 10_000;

/** @type {Lifeline | undefined} */
let opened;

/** What ends the commands that run when this process is gone, however it ends. */
export function commandLifeline() {
  opened ??= new Lifeline();
  return opened;
}

let isEnding = false;

/** Ends all commands that run, and waits for it. None is begun any more: this process is about to end. */
export async function endCommands() {
  isEnding = true;
  await opened?.finish();
}

/**
 * Runs a program with its output in a file. Once `endCommands` was called nothing is run, and the promise stays pending:
 * nobody is to go on.
 *
 * @param {string} file program
 * @param {string[]} args
 * @param {{ cwd: string, log: string, environment?: Record<string, string>, show?: boolean }} options
 *   show: print the output as well
 * @returns {Promise<void>}
 * @throws {CommandError} when it cannot be started or ends with a code other than 0
 */
export function runCommand(file, args, { cwd, log, environment = {}, show = false }) {
  if (isEnding) return new Promise(() => undefined);
  mkdirSync(path.dirname(log), { recursive: true });
  const output = createWriteStream(log);
  const { promise, resolve, reject } = settler();
  const lifeline = commandLifeline();
  const child = spawn(file, args, {
    cwd,
    env: { ...process.env, ...sameNode(), ...quiet, ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    // In a process group of its own: Ctrl-C reaches this process alone, which then ends the command and all it started.
    detached: true,
  });
  const hasEnded = lifeline.endProcess(child.pid, {
    signal: "SIGTERM",
    limitMs: END_LIMIT_MS,
    group: true,
  });
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.on("data", (chunk) => {
      output.write(chunk);
      if (show) to.write(chunk);
    });
  }
  child.once("error", (error) => finish(`${file} could not be started: ${error.message}`));
  // What it left behind would keep the output open.
  child.once("exit", () => killGroup(child.pid));
  child.once("close", (code, signal) => {
    finish(
      code === 0 ? null : `${path.basename(file)} ${args.join(" ")} ended with ${signal ?? `code ${code}`}`,
    );
  });
  const finish = (problem) => {
    hasEnded();
    output.end(() => (problem === null ? resolve() : reject(new CommandError(problem, log))));
  };
  return promise;
}

function killGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // The whole group has ended.
  }
}

/** The last lines of a log file, and before them its first ones: npm names the cause first, most tools last. */
export function tailOf(log, lines = 40, head = 12) {
  const all = readFileSync(log, "utf8").trimEnd().split("\n");
  if (all.length <= lines + head) return all.join("\n");
  return [...all.slice(0, head), "...", ...all.slice(-lines)].join("\n");
}

/** No tool of ours calls home or asks whether there is a newer one. */
const quiet = {
  DO_NOT_TRACK: "1",
  TURBO_TELEMETRY_DISABLED: "1",
  TURBO_NO_UPDATE_NOTIFIER: "1",
  NEXT_TELEMETRY_DISABLED: "1",
  CHECKPOINT_DISABLE: "1",
  NO_UPDATE_NOTIFIER: "1",
};

/** What is called "node" by the programs we start shall be the Node that runs this. */
function sameNode() {
  return { PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH ?? ""}` };
}

function settler() {
  let resolve;
  let reject;
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
