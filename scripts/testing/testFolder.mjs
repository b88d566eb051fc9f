import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Lifeline } from "../../apps/server/src/local/lifeline.mjs";
import { isAlive, processCommand, processesNaming } from "../../apps/server/src/local/processIdentity.mjs";

/** Says that the folder is made already, to what runs below. */
const MARK = "UNITSCOPE_TEST_FOLDER";
const PREFIX = "unitscope-test-";
/** A path of a socket holds about a hundred bytes, and browsers make theirs deep in the temporary folder. */
const LONGEST_BASE = 40;
/** For what runs in it to end by itself: a worker saves its run first. */
const END_LIMIT_MS = 75_000;

/**
 * Makes one folder for all temporary files of a test run and names it, and what uses it, to a lifeline: however the run
 * ends, neither the folder nor a process that has it in its command or environment is left. What a run left whose
 * lifeline was killed as well is removed now.
 *
 * @param {Lifeline} lifeline
 * @returns {Promise<string>} the folder, which is also the temporary folder of this process and its children from now on
 */
export async function openTestFolder(lifeline) {
  const base = tmpdir().length > LONGEST_BASE ? "/tmp" : tmpdir();
  await removeLeftFolders(base);
  const folder = mkdtempSync(path.join(base, `${PREFIX}${process.pid}-`));
  lifeline.removeFolder(folder, END_LIMIT_MS);
  // mkdtemp makes a folder only its owner may enter; databases may run as another user.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.env[MARK] = folder;
  return folder;
}

/** The folder's name has the id of the process that made it. */
async function removeLeftFolders(base) {
  for (const name of readdirSync(base)) {
    const pid = Number(name.startsWith(PREFIX) ? /^(\d+)-/.exec(name.slice(PREFIX.length))?.[1] : "");
    if (!(pid > 0) || (await isAlive(pid))) continue;
    const left = path.join(base, name);
    const using = await processesNaming(left);
    const commands = await Promise.all(using.map(processCommand));
    // A lifeline is still at work on it.
    if (commands.some((command) => command?.includes("lifelineProcess.mjs"))) continue;
    for (const user of using) endAtOnce(user);
    await rm(left, { recursive: true, force: true, maxRetries: 5 }).catch(() => undefined);
  }
}

function endAtOnce(pid) {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended.
  }
}

/** Set-up of a vitest run that `npm test` did not start: it has a folder of its own. */
export default async function setup() {
  if (process.env[MARK] !== undefined) return undefined;
  const folder = await openTestFolder(new Lifeline());
  return () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}
