// What a Lifeline starts: reads tasks, one JSON text a line, until its input ends, which is when the process that wrote
// them is gone; then it does those that were not taken back, the last one first.
import { rm } from "node:fs/promises";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { processesNaming, processIdentity } from "./processIdentity.mjs";

/**
 * @typedef {{ id: number, pid: number, signal: NodeJS.Signals | null, limitMs: number, group: boolean,
 *   identity: string | null }} ProcessTask
 * @typedef {{ id: number, folder: string, limitMs: number }} FolderTask
 */

const POLL_MS = 50;

/** @type {Map<number, ProcessTask | FolderTask>} */
const tasks = new Map();
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.on(signal, () => undefined);

for await (const line of createInterface({ input: process.stdin })) {
  const message = parse(line);
  if (message === null) continue;
  if (message.done !== undefined) tasks.delete(message.done);
  else if (message.folder !== undefined) tasks.set(message.id, message);
  else tasks.set(message.id, { ...message, identity: await processIdentity(message.pid) });
}
for (const task of [...tasks.values()].reverse()) {
  if ("folder" in task) await removeFolder(task);
  else await endProcess(task);
}

/** @param {string} line */
function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return null; // Cut off: its writer was killed while it wrote.
  }
}

/** @param {ProcessTask} task */
async function endProcess({ pid, identity, signal, limitMs, group }) {
  const lives = async () => identity !== null && (await processIdentity(pid)) === identity;
  if (signal !== null && (await lives())) send(pid, signal);
  await until(async () => !(await lives()), limitMs);
  if (await lives()) send(pid, "SIGKILL");
  if (group) send(-pid, "SIGKILL");
}

/** @param {FolderTask} task */
async function removeFolder({ folder, limitMs }) {
  await until(async () => (await processesNaming(folder)).length === 0, limitMs);
  for (const pid of await processesNaming(folder)) send(pid, "SIGKILL");
  await rm(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }).catch(() => undefined);
}

/**
 * @param {() => Promise<boolean>} condition
 * @param {number} limitMs
 */
async function until(condition, limitMs) {
  const end = performance.now() + limitMs;
  while (!(await condition()) && performance.now() < end) await sleep(POLL_MS);
}

/**
 * @param {number} pid
 * @param {NodeJS.Signals} signal
 */
function send(pid, signal) {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}
