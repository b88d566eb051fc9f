import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { PassThrough } from "node:stream";
import { fileURLToPath } from "node:url";
import type { Gate } from "@unitscope/core/commandLine";
import { onTestFinished } from "vitest";
import { runCommandLine } from "../commandLine.js";
import type { ExitCode } from "../exitCode.js";

/** What a command left. */
export interface CommandOutcome {
  readonly code: ExitCode;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process and keeps what it writes. */
export async function runCommand(
  args: readonly string[],
  options: { readonly signal?: AbortSignal; readonly gate?: Gate } = {},
): Promise<CommandOutcome> {
  const texts = { stdout: "", stderr: "" };
  const streamFor = (name: "stdout" | "stderr") =>
    new PassThrough().on("data", (piece: Buffer) => {
      texts[name] += piece.toString("utf8");
    });
  const [stdout, stderr] = [streamFor("stdout"), streamFor("stderr")];
  const stopSignal = () => options.signal ?? new AbortController().signal;
  const code = await runCommandLine(args, { stdout, stderr, stopSignal, gate: options.gate });
  // Streams hand on what was written in the next turn.
  await new Promise((resolve) => setImmediate(resolve));
  return { code, ...texts };
}

/**
 * Runs a command and stops it in the middle: before it begins the stretch of evaluations (analyze) or the task (evaluate,
 * study) of this number, counted from 1 in what it has to do. Of those before it, the last few may not be kept.
 */
export function runUntil(stretch: number, args: readonly string[]): Promise<CommandOutcome> {
  const controller = new AbortController();
  let begun = 0;
  const gate: Gate = () => {
    begun += 1;
    if (begun < stretch) return undefined;
    controller.abort();
    return new Promise(() => undefined);
  };
  return runCommand(args, { signal: controller.signal, gate });
}

/** Runs a command that has to succeed; its stdout. */
export async function runToEnd(args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCommand(args);
  if (code !== 0) throw new Error(`unitscope ${args[0]} ended with ${code}: ${stderr}`);
  return stdout;
}

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "unitscope-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Path of a file of the project. */
export function projectFile(relative: string): string {
  return fileURLToPath(new URL(`../../../../${relative}`, import.meta.url));
}
