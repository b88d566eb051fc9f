import { execFileSync } from "node:child_process";
import { exists } from "./processIdentity.mjs";

const LOOK_MS = 500;

/**
 * Calls `onGone` once the npm that started this process is gone. It does nothing where npm did not start it: another
 * parent may end without meaning an end of this process, as the shell of a job in the background does.
 *
 * @param {() => void} onGone
 * @returns {() => void} stops watching
 */
export function watchNpm(onGone) {
  if (process.env["npm_lifecycle_event"] === undefined) return () => undefined;
  const parent = process.ppid;
  const npm = npmBehindShell(parent);
  const clock = setInterval(() => {
    if (process.ppid === parent && (npm === null || exists(npm))) return;
    clearInterval(clock);
    onGone();
  }, LOOK_MS);
  // Watching must not keep a process alive that has nothing left to do.
  clock.unref();
  return () => clearInterval(clock);
}

/**
 * npm starts scripts by a shell. Most shells become the script's program, others wait for it; then npm is the shell's
 * parent. Null in the former case.
 *
 * @param {number} parent
 */
function npmBehindShell(parent) {
  try {
    const shown = execFileSync("ps", ["-o", "ppid=,comm=", "-p", String(parent)], { encoding: "utf8" });
    const [, ppid, name = ""] = /^\s*(\d+)\s+(.*?)\s*$/.exec(shown) ?? [];
    return /(^|\/)-?(sh|dash|bash|ash|zsh)$/.test(name) && Number(ppid) > 1 ? Number(ppid) : null;
  } catch {
    return null; // A machine without "ps".
  }
}
