import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const HELD_UNITSCOPE = fileURLToPath(new URL("heldUnitscope.mjs", import.meta.url));
const EXIT_WITH_PARENT = new URL("../../../server/src/local/exitWithParent.mjs", import.meta.url).href;

/** What became of a program that was stopped in the middle. */
export interface Interruption {
  readonly code: number | null;
  readonly stderr: string;
  /** Milliseconds from the start of the program until it was held, and from the signal to its end. */
  readonly untilHeld: number;
  readonly untilEnd: number;
}

/**
 * Starts the built program and sends it a signal in the middle: before it begins the stretch of evaluations (analyze) or
 * the task (evaluate, study) of this number, counted from 1 in what it has to do.
 */
export async function interrupt(
  stretch: number,
  args: readonly string[],
  signal: NodeJS.Signals = "SIGINT",
): Promise<Interruption> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--import", EXIT_WITH_PARENT, HELD_UNITSCOPE, ...args], {
    env: { ...process.env, UNITSCOPE_TEST_STRETCH: String(stretch) },
    // The channel tells that it waits, and tells it when the tests are killed.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let stderr = "";
  child.stderr?.on("data", (piece: Buffer) => {
    stderr += piece.toString("utf8");
  });
  let heldAt = Number.NaN;
  child.once("message", () => {
    heldAt = performance.now();
    child.kill(signal);
  });
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, stderr, untilHeld: heldAt - startedAt, untilEnd: performance.now() - heldAt };
}
