import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("./lifelineProcess.mjs", import.meta.url));

/**
 * What is done to a process once the one that holds the lifeline is gone.
 *
 * @typedef {object} ProcessEnd
 * @property {NodeJS.Signals | null} signal asks it to end; null when it learns of it by itself
 * @property {number} limitMs after this time it is killed
 * @property {boolean} [group] whether the rest of its process group is killed after it
 */

/**
 * A process of its own that outlives this one: once this one is gone, however it ended (SIGKILL included), it stops the
 * processes and removes the folders that were named to it, the last named first. It learns of the end by a pipe that the
 * system closes.
 */
export class Lifeline {
  #child;
  #last = 0;

  constructor() {
    // In a session of its own: neither Ctrl-C nor the end of the terminal reaches it.
    this.#child = spawn(process.execPath, [PROGRAM], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true,
      // Nothing of the caller's is loaded into it.
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    this.#child.on("error", () => undefined);
    this.#child.stdin.on("error", () => undefined);
    // It must not keep a process alive that has nothing left to do.
    this.#child.unref();
    /** @type {import("node:net").Socket} */ (this.#child.stdin).unref();
  }

  /**
   * Names a process to be ended. Call it in the turn in which the process is started, and what it returns when the
   * process has ended.
   *
   * @param {number | undefined} pid undefined when the process could not be started
   * @param {ProcessEnd} end
   * @returns {() => void} takes it back
   */
  endProcess(pid, { signal, limitMs, group = false }) {
    return pid === undefined ? () => undefined : this.#add({ pid, signal, limitMs, group });
  }

  /**
   * Names a folder to be removed, after all processes that have its path in their command or environment have ended.
   *
   * @param {string} folder
   * @param {number} limitMs after this time those processes are killed
   * @returns {() => void} takes it back
   */
  removeFolder(folder, limitMs) {
    return this.#add({ folder, limitMs });
  }

  /** Does now what would be done after the end of this process, and waits for it. */
  async finish() {
    const { pid, exitCode, signalCode } = this.#child;
    if (pid === undefined || exitCode !== null || signalCode !== null) return;
    const ended = once(this.#child, "exit");
    this.#child.ref();
    this.#child.stdin.end();
    await ended;
  }

  /** @param {object} task */
  #add(task) {
    this.#last += 1;
    const id = this.#last;
    this.#say({ id, ...task });
    return () => this.#say({ done: id });
  }

  /** @param {object} message */
  #say(message) {
    this.#child.stdin.write(`${JSON.stringify(message)}\n`);
  }
}
