import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Lifeline } from "./lifeline.mjs";
import { isAlive, processesNaming } from "./processIdentity.mjs";

/** For things that take a moment on any machine: only a fault waits as long as this. */
const PATIENCE = { timeout: 500_000, interval: 20 };
const LIFELINE = new URL("./lifeline.mjs", import.meta.url).href;
/** Ends by SIGTERM alone. */
const STAYS = "setInterval(() => {}, 1000); console.log('up')";
const IS_DEAF = `process.on("SIGTERM", () => {}); ${STAYS}`;

/** A program that holds a lifeline and starts others: `start(program)` waits until it has printed its first line. */
const holder = (body: string): string => `
  import { spawn } from "node:child_process";
  import { once } from "node:events";
  import { Lifeline } from ${JSON.stringify(LIFELINE)};
  const lifeline = new Lifeline();
  const start = async (program, end) => {
    const child = spawn(process.execPath, ["-e", program], { stdio: ["ignore", "pipe", "ignore"], detached: true });
    const release = lifeline.endProcess(child.pid, end);
    await once(child.stdout, "data");
    return { pid: child.pid, release };
  };
  ${body}
  setInterval(() => {}, 1000);`;

describe("a lifeline", () => {
  let folder: string;
  let child: ChildProcess;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "unitscope-lifeline-"));
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    for (const pid of await processesNaming(folder)) process.kill(pid, "SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });
  /** Starts a holder; what it prints first, as JSON. Its folder is in the environment of all it starts. */
  async function hold<Said>(body: string): Promise<Said> {
    child = spawn(process.execPath, ["--input-type=module", "-e", holder(body)], {
      env: { ...process.env, FOLDER: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = await once(createInterface({ input: child.stdout! }), "line");
    return JSON.parse(line);
  }
  const untilNothingIsLeft = () => expect.poll(() => processesNaming(folder), PATIENCE).toEqual([]);

  it.each(["SIGKILL", "SIGTERM", "SIGINT"] as const)(
    "ends processes and removes folders when its holder ends by %s",
    async (signal) => {
      await mkdir(path.join(folder, "used"));
      await hold(`
        lifeline.removeFolder(process.env.FOLDER + "/used", 600_000);
        const ends = { signal: "SIGTERM", limitMs: 600_000 };
        console.log(JSON.stringify([await start(${JSON.stringify(STAYS)}, ends)]));`);
      child.kill(signal);
      await untilNothingIsLeft();
      expect(existsSync(path.join(folder, "used"))).toBe(false);
      expect(existsSync(folder)).toBe(true);
    },
  );

  it("kills what does not end in time, with the rest of its group", async () => {
    const group = `const c = require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(IS_DEAF)}]);
      c.stdout.once("data", () => { ${IS_DEAF} });`;
    await hold(`
      console.log(JSON.stringify([await start(${JSON.stringify(group)}, { signal: "SIGTERM", limitMs: 1, group: true })]));`);
    expect((await processesNaming(folder)).length).toBeGreaterThanOrEqual(3);
    child.kill("SIGKILL");
    await untilNothingIsLeft();
  });

  it("kills what still uses a folder before it removes it", async () => {
    await hold(`
      lifeline.removeFolder(process.env.FOLDER, 1);
      spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore", detached: true });
      console.log("[]");`);
    child.kill("SIGKILL");
    await untilNothingIsLeft();
    await expect.poll(() => existsSync(folder), PATIENCE).toBe(false);
  });

  it("ends the last named first, each after the one before it has ended", async () => {
    // Each leaves a word in a file as it ends.
    const leaves = (word: string): string =>
      `process.on("SIGTERM", () => { require("node:fs").appendFileSync(process.env.FOLDER + "/order", ${JSON.stringify(word)}); process.exit(); }); ${STAYS}`;
    await hold(`
      const ends = { signal: "SIGTERM", limitMs: 600_000 };
      for (const program of ${JSON.stringify(["a", "b", "c"].map(leaves))}) await start(program, ends);
      console.log("[]");`);
    child.kill("SIGKILL");
    await untilNothingIsLeft();
    expect(await readFile(path.join(folder, "order"), "utf8")).toBe("cba");
  });

  it("leaves alone what was taken back", async () => {
    const [kept, ended] = await hold<{ pid: number }[]>(`
      const ends = { signal: "SIGTERM", limitMs: 600_000 };
      const stays = ${JSON.stringify(STAYS)};
      const kept = await start(stays, ends);
      const ended = await start(stays, ends);
      const keepFolder = lifeline.removeFolder(process.env.FOLDER, 1);
      kept.release();
      keepFolder();
      console.log(JSON.stringify([kept, ended]));`);
    child.kill("SIGKILL");
    await expect.poll(() => isAlive(ended!.pid), PATIENCE).toBe(false);
    await expect.poll(() => processesNaming(folder), PATIENCE).toEqual([kept!.pid]);
    expect(existsSync(folder)).toBe(true);
  });

  it("does it at once when told to", async () => {
    const lifeline = new Lifeline();
    const used = path.join(folder, "used");
    await mkdir(used);
    lifeline.removeFolder(used, 600_000);
    const other = spawn(process.execPath, ["-e", STAYS], { stdio: ["ignore", "pipe", "ignore"] });
    lifeline.endProcess(other.pid, { signal: "SIGTERM", limitMs: 600_000 });
    await once(other.stdout, "data");
    await lifeline.finish();
    expect([await isAlive(other.pid!), existsSync(used)]).toEqual([false, false]);
    await lifeline.finish(); // A second time does nothing.
  });
});
