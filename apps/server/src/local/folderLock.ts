import { readFileSync, unlinkSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { processIdentity } from "./processIdentity.mjs";
import { SetupError } from "./setupError.js";

/** A folder that this process alone uses, until `release`. */
export interface FolderLock {
  release(): void;
}

interface Holder {
  pid: number;
  identity: string;
}

/**
 * Takes a folder for this process by a file "lock" in it that names the process. A lock whose process is
 * gone (killed, machine restarted) is taken over.
 *
 * @param advice what to do when somebody else has it, added to the message
 * @throws {SetupError} when a living process holds the folder
 */
export async function lockFolder(folder: string, advice: string): Promise<FolderLock> {
  await mkdir(folder, { recursive: true });
  const file = path.join(folder, "lock");
  const own: Holder = { pid: process.pid, identity: (await processIdentity(process.pid)) ?? "" };
  const text = JSON.stringify(own);

  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(file, text, { flag: "wx", mode: 0o644 });
      return { release: () => releaseOwn(file, text) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    }
    const holder = await readHolder(file);
    if (holder !== null && (await processIdentity(holder.pid)) === holder.identity) {
      throw new SetupError(`${folder} is in use by process ${holder.pid}. ${advice}`);
    }
    await rm(file, { force: true });
  }
  throw new SetupError(`${folder} is being taken by another process at this moment. ${advice}`);
}

async function readHolder(file: string): Promise<Holder | null> {
  const text = await readFile(file, "utf8").catch(() => "");
  try {
    const value = JSON.parse(text) as Partial<Holder>;
    return typeof value.pid === "number" && typeof value.identity === "string" ? (value as Holder) : null;
  } catch {
    return null; // Cut off while it was written: its writer is gone.
  }
}

function releaseOwn(file: string, text: string): void {
  try {
    if (readFileSync(file, "utf8") === text) unlinkSync(file);
  } catch {
    // Gone with its folder: nothing is left to release.
  }
}
