import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ManagedProcess, startProcess, tailOf } from "./childProcess.js";
import { Lifeline } from "./lifeline.mjs";
import { isAlive } from "./processIdentity.mjs";

describe("startProcess", () => {
  const lifeline = new Lifeline();
  let folder: string;
  let child: ManagedProcess | undefined;
  const troubles: string[] = [];
  const start = async (program: string): Promise<ManagedProcess> => {
    child = await startProcess({
      name: "trial",
      command: ["-e", program],
      cwd: folder,
      environment: { PATH: "/usr/bin:/bin", GREETING: "good day" },
      logFile: path.join(folder, "logs", "trial.log"),
      onTrouble: (text) => troubles.push(text),
      lifeline,
    });
    return child;
  };
  const logged = async (text: string): Promise<void> => {
    while (!(await readFile(child!.logFile, "utf8").catch(() => "")).includes(text)) await sleep(10);
  };
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "unitscope-child-"));
    troubles.length = 0;
  });
  afterEach(async () => {
    child?.kill();
    await child?.exited;
    await rm(folder, { recursive: true });
  });

  it("keeps both outputs in the log, tells errors, and says how it ended", async () => {
    const run = await start(
      'console.log(process.env.GREETING); console.error(JSON.stringify({ level: 50, msg: "broken" })); process.exitCode = 3',
    );
    expect(await run.exited).toBe("code 3");
    expect((await tailOf(run.logFile)).split("\n").sort()).toEqual(["broken", "good day"]);
    expect(troubles).toEqual(["broken"]);
  });

  it("asks first", async () => {
    const run = await start(
      'process.on("SIGTERM", () => { console.log("saved"); process.exit(0) }); setInterval(() => {}, 1000); console.log("up")',
    );
    await logged("up");
    await run.stop(600_000);
    expect(await run.exited).toBe("code 0");
    expect(await tailOf(run.logFile, 1)).toBe("saved");
  });

  it("ends a process that does not listen, and what it started", async () => {
    const run = await start(
      'process.on("SIGTERM", () => {}); const c = require("node:child_process").spawn("sleep", ["3600"]); setInterval(() => {}, 1000); console.log("up", c.pid)',
    );
    await logged("up");
    const grandchild = Number(/up (\d+)/.exec(await tailOf(run.logFile))?.[1]);
    expect(await isAlive(grandchild)).toBe(true);
    await run.stop(50);
    expect(await run.exited).toBe("signal SIGKILL");
    await expect.poll(() => isAlive(grandchild), { timeout: 500_000 }).toBe(false);
  });
});
