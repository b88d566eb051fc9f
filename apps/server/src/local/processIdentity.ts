import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Whether a process of this id exists, whoever owns it; one that has ended but is not collected yet counts. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/**
 * Text that tells a process from any other that had or will have its id: ids are used again, and soon so
 * in containers. Null when there is no such process.
 */
export async function processIdentity(pid: number): Promise<string | null> {
  if (!exists(pid)) return null;
  if (process.platform === "linux") {
    const [stat, boot] = await Promise.all([
      readFile(`/proc/${pid}/stat`, "utf8").catch(() => null),
      readFile("/proc/sys/kernel/random/boot_id", "utf8").catch(() => ""),
    ]);
    if (stat === null) return null;
    // The name in parentheses may hold spaces; counted after it, the start time is field 20 of proc(5)'s 22.
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return null;
    return `${boot.trim()} ${fields[19]}`;
  }
  const started = await run("ps", ["-o", "lstart=", "-p", String(pid)]).catch(() => null);
  return started === null ? null : started.stdout.trim();
}

/** Whether a process of this id runs. */
export async function isAlive(pid: number): Promise<boolean> {
  return (await processIdentity(pid)) !== null;
}

/** The command line of a process, or null when it cannot be read. */
export async function processCommand(pid: number): Promise<string | null> {
  if (process.platform === "linux") {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
    return line === null ? null : line.replaceAll("\0", " ").trim();
  }
  const shown = await run("ps", ["-o", "command=", "-p", String(pid)]).catch(() => null);
  return shown === null ? null : shown.stdout.trim();
}
