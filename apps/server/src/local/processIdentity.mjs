// Plain JavaScript, as the lifeline and the scripts use it before anything is built.
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

const run = promisify(execFile);
/** `ps` of every process with its environment is long. */
const PS_OUTPUT_BYTES = 64 * 2 ** 20;

/**
 * Whether a process of this id exists, whoever owns it; one that has ended but is not collected yet counts.
 *
 * @param {number} pid
 * @returns {boolean}
 */
export function exists(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}

/**
 * Text that tells a process from any other that had or will have its id: ids are used again, and soon so
 * in containers. Null when there is no such process.
 *
 * @param {number} pid
 * @returns {Promise<string | null>}
 */
export async function processIdentity(pid) {
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
  // A process that has ended but is not collected yet has state Z.
  const shown = await run("ps", ["-o", "stat=,lstart=", "-p", String(pid)]).catch(() => null);
  const [state = "Z", ...started] = shown === null ? [] : shown.stdout.trim().split(/\s+/);
  return state.startsWith("Z") ? null : started.join(" ");
}

/**
 * Whether a process of this id runs.
 *
 * @param {number} pid
 * @returns {Promise<boolean>}
 */
export async function isAlive(pid) {
  return (await processIdentity(pid)) !== null;
}

/**
 * The command line of a process, or null when it cannot be read.
 *
 * @param {number} pid
 * @returns {Promise<string | null>}
 */
export async function processCommand(pid) {
  if (process.platform === "linux") {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => null);
    return line === null ? null : line.replaceAll("\0", " ").trim();
  }
  const shown = await run("ps", ["-o", "command=", "-p", String(pid)]).catch(() => null);
  return shown === null ? null : shown.stdout.trim();
}

/**
 * Ids of the processes that have a text, such as the path of a folder, in their command or environment. This process is
 * left out, and so are those whose environment may not be read.
 *
 * @param {string} text
 * @returns {Promise<number[]>}
 */
export async function processesNaming(text) {
  if (process.platform === "linux") {
    const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
    const named = await Promise.all(
      pids.map(async (pid) => {
        if (pid === process.pid) return false;
        const parts = ["cmdline", "environ"].map((part) =>
          readFile(`/proc/${pid}/${part}`, "utf8").catch(() => ""),
        );
        return (await Promise.all(parts)).some((part) => part.includes(text));
      }),
    );
    return pids.filter((_, place) => named[place]);
  }
  const { stdout } = await run("ps", ["-A", "-E", "-ww", "-o", "pid=,command="], {
    maxBuffer: PS_OUTPUT_BYTES,
  });
  return stdout
    .split("\n")
    .filter((line) => line.includes(text))
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => pid !== process.pid);
}
