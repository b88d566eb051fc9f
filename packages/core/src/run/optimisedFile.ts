import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { OptimisedNetworkTask } from "./optimisedFileThread.js";
import { startThread } from "./startThread.js";

const PREFIX = "unitscope-network-";
/** A file that a process which was killed has left; none is wanted for longer than threads take to start. */
const STALE_MS = 3_600_000;

/** A network as the runtime computes it, in a file that threads map into memory: its weights are there once for all. */
export interface OptimisedFile {
  readonly path: string;
  /** The threads that have opened it keep it. */
  remove(): Promise<void>;
}

/**
 * Writes the file into the system's folder of temporary files, in a thread of its own: what the runtime needs meanwhile,
 * several times the network's size, ends with it.
 *
 * @param bytes of the network, in memory that threads share
 * @returns null when it cannot be written, for want of space or because the runtime has no such form of the network; it
 *   is then to be opened from its bytes, with the same results.
 */
export async function optimisedFile(bytes: Uint8Array): Promise<OptimisedFile | null> {
  await removeStale();
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX)).catch(() => null);
  if (folder === null) return null;
  const remove = () => rm(folder, { recursive: true, force: true });
  const task: OptimisedNetworkTask = { bytes, file: path.join(folder, "network.ort") };
  const thread = startThread(new URL("./optimisedFileThread.js", import.meta.url), task);
  const succeeded = await new Promise<boolean>((resolve) => {
    thread.once("error", () => resolve(false));
    thread.once("exit", (code) => resolve(code === 0));
  });
  if (succeeded) return { path: task.file, remove };
  await remove();
  return null;
}

async function removeStale(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = path.join(tmpdir(), name);
    const found = await stat(folder).catch(() => null);
    if (found === null || Date.now() - found.mtimeMs < STALE_MS) continue;
    // Another user's stays.
    await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}
