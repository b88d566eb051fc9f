import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "./folderLock.js";
import { processIdentity } from "./processIdentity.mjs";
import { SetupError } from "./setupError.js";

describe("lockFolder", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "unitscope-lock-"));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const file = (): string => path.join(folder, "lock");

  it("keeps a second taker out until it is released", async () => {
    const lock = await lockFolder(folder, "Stop it.");
    const second = lockFolder(folder, "Stop it.");
    await expect(second).rejects.toBeInstanceOf(SetupError);
    await expect(second).rejects.toThrow(`${folder} is in use by process ${process.pid}. Stop it.`);
    lock.release();
    expect(existsSync(file())).toBe(false);
    (await lockFolder(folder, "")).release();
  });

  it("takes over the lock of a process that has ended", async () => {
    const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const identity = await processIdentity(child.pid!);
    await writeFile(file(), JSON.stringify({ pid: child.pid, identity }));
    await expect(lockFolder(folder, "")).rejects.toThrow(`process ${child.pid}`);
    child.kill("SIGKILL");
    await once(child, "close");
    (await lockFolder(folder, "")).release();
  });

  it("takes over when the process id now belongs to another process", async () => {
    await writeFile(file(), JSON.stringify({ pid: process.pid, identity: "another start" }));
    (await lockFolder(folder, "")).release();
  });

  it("takes over a lock that was cut off", async () => {
    await writeFile(file(), '{"pid":12');
    (await lockFolder(folder, "")).release();
  });

  it("leaves alone what another process took after it", async () => {
    const lock = await lockFolder(folder, "");
    await writeFile(file(), JSON.stringify({ pid: 1, identity: "other" }));
    lock.release();
    expect(existsSync(file())).toBe(true);
  });
});
