import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Lifeline } from "../../apps/server/src/local/lifeline.mjs";
import { processCommand, processesNaming } from "../../apps/server/src/local/processIdentity.mjs";
import { chromiumPath } from "../e2e/browser.js";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
/** Only a fault waits as long as this: a slow machine takes minutes to bring everything up. */
const PATIENCE = { timeout: 500_000, interval: 100 };
/** For the programs of a test that is ended itself. */
const END_LIMIT_MS = 90_000;

/** What a run of tests has started, by a part of its command. */
const KINDS = {
  npm: /\bnpm\b.*\btest\b/,
  script: /scripts\/test\.mjs/,
  vitest: /vitest\/vitest\.mjs run/,
  fork: /vitest\/dist\/workers\/forks/,
  postgres: /bin\/postgres -D/,
  worker: /gatedWorker|dist\/worker\.js/,
  up: /scripts\/up\.mjs/,
  api: /dist\/api\.js/,
  dashboard: /next/,
  chromium: /chrom.*--headless/,
};
type Kind = keyof typeof KINDS;

/** What is started, what has to run before it is ended, what is ended, and by which signal. */
const SERVER_TEST = ["--only", "server", "worker.test"];
const BROWSER_TEST = ["--only", "tests", "e2e/dashboard"];
const OF_SERVER: Kind[] = ["npm", "script", "vitest", "fork", "postgres", "worker"];
const OF_BROWSER: Kind[] = [...OF_SERVER, "up", "api", "dashboard", "chromium"];
type Case = [title: string, target: Kind, signal: NodeJS.Signals, args: string[], kinds: Kind[]];
const CASES: Case[] = [
  ["npm is interrupted", "npm", "SIGINT", SERVER_TEST, OF_SERVER],
  ["npm is killed", "npm", "SIGKILL", SERVER_TEST, OF_SERVER],
  ["vitest is asked to end", "vitest", "SIGTERM", SERVER_TEST, OF_SERVER],
];
const BROWSER_CASES: Case[] = [
  ["its script is killed in a browser test", "script", "SIGKILL", BROWSER_TEST, OF_BROWSER],
  ["vitest is killed in a browser test", "vitest", "SIGKILL", BROWSER_TEST, OF_BROWSER],
];

describe("npm test leaves no process and no file when", () => {
  let temporary: string;
  let npm: ChildProcess | undefined;
  const lifeline = new Lifeline();
  let release: () => void;
  beforeEach(async () => {
    // Of its own, and with a short path: browsers make sockets deep below it.
    temporary = await mkdtemp("/tmp/unitscope-left-");
    release = lifeline.removeFolder(temporary, END_LIMIT_MS);
    await chmod(temporary, 0o711);
  });
  afterEach(async () => {
    for (const pid of await processesNaming(temporary)) process.kill(pid, "SIGKILL");
    if (npm?.exitCode === null && npm.signalCode === null) await once(npm, "close");
    await rm(temporary, { recursive: true, force: true });
    release();
  });

  /** Processes of the run with their commands, by kind; those that are of none are left out. */
  async function running(): Promise<Map<Kind, number>> {
    const found = new Map<Kind, number>();
    for (const pid of await processesNaming(temporary)) {
      const command = (await processCommand(pid)) ?? "";
      for (const [kind, pattern] of Object.entries(KINDS)) {
        if (pattern.test(command) && !found.has(kind as Kind)) found.set(kind as Kind, pid);
      }
    }
    return found;
  }

  async function endInTheMiddle([, target, signal, args, kinds]: Case): Promise<void> {
    const { UNITSCOPE_TEST_FOLDER: _outer, DATABASE_URL: _database, ...environment } = process.env;
    npm = spawn("npm", ["test", "--", ...args], {
      cwd: PROJECT,
      env: { ...environment, TMPDIR: temporary },
      stdio: ["ignore", "pipe", "pipe"],
      // As in a terminal, where npm's processes are a group.
      detached: true,
    });
    let output = "";
    for (const stream of [npm.stdout, npm.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        output += chunk.toString("utf8");
      });
    }
    const isMissing = async () => {
      const found = await running();
      return kinds.filter((kind) => !found.has(kind));
    };
    for (let missing = kinds; missing.length > 0; missing = await isMissing()) {
      if (npm.exitCode !== null) throw new Error(`It ended before there was ${missing}:\n${output}`);
      await sleep(PATIENCE.interval);
    }
    process.kill((await running()).get(target)!, signal);

    const commands = async () => Promise.all((await processesNaming(temporary)).map(processCommand));
    await expect.poll(commands, PATIENCE).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  }

  it.each(CASES)("%s (%s, %s)", async (...one) => endInTheMiddle(one), 2 * PATIENCE.timeout + 100_000);
  it.runIf(chromiumPath !== undefined).each(BROWSER_CASES)(
    "%s (%s, %s)",
    async (...one) => endInTheMiddle(one),
    2 * PATIENCE.timeout + 100_000,
  );
});
