import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { OptimisedNetworkTask } from "./optimisedNetworkThread.js";
import { startThread } from "./startThread.js";

const PREFIX = "unitscope-network-";
/** A folder that a process which was killed has left; none is wanted for longer than it takes to open a network. */
const STALE_MS = 3_600_000;

/**
 * A network as the runtime computes it, for `openOptimised`. It is made in a thread of its own: what the runtime needs
 * meanwhile, several times the network's size, ends with it. The runtime can only write it into a file, which lies in the
 * system's folder of temporary files until it is read.
 *
 * @param bytes of the network
 * @returns bytes in memory of their own; null when they cannot be made, for want of space or because the runtime has no
 *   such form of the network, which is then to be opened from its own bytes, with the same results.
 */
export async function optimisedNetwork(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer> | null> {
  await removeStale();
  const folder = await mkdtemp(path.join(tmpdir(), PREFIX)).catch(() => null);
  if (folder === null) return null;
  const task: OptimisedNetworkTask = { bytes, file: path.join(folder, "network.ort") };
  const thread = startThread(new URL("./optimisedNetworkThread.js", import.meta.url), task);
  let made: Uint8Array<ArrayBuffer> | null = null;
  thread.on("message", (optimised: Uint8Array<ArrayBuffer>) => {
    made = optimised;
  });
  const succeeded = await new Promise<boolean>((resolve) => {
    thread.once("error", () => resolve(false));
    thread.once("exit", (code) => resolve(code === 0));
  });
  await rm(folder, { recursive: true, force: true });
  return succeeded ? made : null;
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
