import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { UnsupportedModelError } from "@unitscope/core/reading";

/** Shapes by tensor name, [C, H, W] or [C]. */
export type TensorShapes = ReadonlyMap<string, readonly number[]>;

/** What the child writes to its standard output, as JSON. */
export type ProbeReply =
  | { readonly shapes: Readonly<Record<string, readonly number[]>>; readonly oneAtATime: string | null }
  | { readonly error: { readonly message: string; readonly unsupported: boolean } };

/** What goes to the child before the bytes of the model: one line of JSON. */
export interface ProbeRequest {
  /** Values whose shapes are asked for; null to try the whole network, which gives the shapes of all its checkpoints. */
  readonly tensors: readonly string[] | null;
}

/** What a child found out about a whole network, see the engine's `probeNetwork`. */
export interface ModelProbe {
  readonly shapes: TensorShapes;
  /** Why images go through it one at a time; null where they go in batches. */
  readonly oneAtATime: string | null;
}

// The built file, also for sources run as they are: a plain Node process cannot run TypeScript.
const PROBE = fileURLToPath(new URL("../../dist/probe.js", import.meta.url));
const TIMEOUT_MS = 10 * 60_000;
const LAST_WORDS = 2_000;

/**
 * Tries a network. ONNX Runtime is loaded in a child process: it never enters this one, and a file that makes it crash
 * takes nothing else along.
 *
 * @throws {UnsupportedModelError} when the network cannot be analysed, or the runtime refuses it, crashes or takes too
 *   long.
 */
export function probeModel(model: Uint8Array): Promise<ModelProbe> {
  return askChild(model, { tensors: null });
}

/**
 * Shapes of some of a network's values, found in a child process by running it once on zeros.
 *
 * @throws {UnsupportedModelError} as `probeModel`.
 */
export async function probeModelShapes(model: Uint8Array, tensors: readonly string[]): Promise<TensorShapes> {
  return (await askChild(model, { tensors })).shapes;
}

async function askChild(model: Uint8Array, request: ProbeRequest): Promise<ModelProbe> {
  const child = spawn(process.execPath, [PROBE], { stdio: ["pipe", "pipe", "pipe"] });
  // The child may end before it has read everything; its exit says why.
  child.stdin.on("error", () => undefined);
  child.stdin.write(`${JSON.stringify(request)}\n`);
  child.stdin.end(model);
  const { output, errors, ending } = await outcomeOf(child);
  const reply = parseReply(output);
  if (!reply) {
    throw new UnsupportedModelError(
      `ONNX Runtime could not run the model: it ended with ${ending}. ${errors.slice(-LAST_WORDS)}`.trim(),
    );
  }
  if ("error" in reply) {
    if (reply.error.unsupported) throw new UnsupportedModelError(reply.error.message);
    throw new Error(`The model probe failed: ${reply.error.message}`);
  }
  return { shapes: new Map(Object.entries(reply.shapes)), oneAtATime: reply.oneAtATime };
}

async function outcomeOf(child: ChildProcess): Promise<{ output: string; errors: string; ending: string }> {
  const output: Buffer[] = [];
  const errors: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => output.push(chunk));
  child.stderr?.on("data", (chunk: Buffer) => errors.push(chunk));
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, TIMEOUT_MS);
  const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (...ending) => resolve(ending));
  }).finally(() => clearTimeout(timer));
  const text = (chunks: Buffer[]) => Buffer.concat(chunks).toString("utf8");
  const ending = late
    ? `no answer in ${TIMEOUT_MS / 60_000} minutes`
    : signal
      ? `signal ${signal}`
      : `code ${code}`;
  return { output: text(output), errors: text(errors), ending };
}

function parseReply(output: string): ProbeReply | null {
  try {
    return JSON.parse(output) as ProbeReply;
  } catch {
    // Nothing or half a reply: the child died; the caller reports how.
    return null;
  }
}
