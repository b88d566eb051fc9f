import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestApi } from "./testApi.js";

/** The built worker: it is a process of its own, as in earnest, so that it can be killed. */
const WORKER = fileURLToPath(new URL("../../dist/worker.js", import.meta.url));

export class WorkerProcess {
  private readonly output: string[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on("data", (chunk: Buffer) => this.output.push(chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => this.output.push(chunk.toString()));
  }

  static start(api: TestApi, threads = 1): WorkerProcess {
    const env = {
      ...process.env,
      DATABASE_URL: api.databaseUrl,
      UNITSCOPE_DATA: api.dataDir,
      UNITSCOPE_THREADS: String(threads),
      UNITSCOPE_LOG_LEVEL: "info",
    };
    return new WorkerProcess(spawn(process.execPath, [WORKER], { env, stdio: ["ignore", "pipe", "pipe"] }));
  }

  /**
   * Sends a signal and waits for the end; a worker that has ended is left alone.
   *
   * @returns its exit code, or the signal that ended it.
   */
  async end(signal: "SIGTERM" | "SIGKILL"): Promise<number | NodeJS.Signals | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const ended = once(this.child, "exit");
      this.child.kill(signal);
      await ended;
    }
    return this.child.exitCode ?? this.child.signalCode;
  }

  /** What it wrote, for messages. */
  get log(): string {
    return this.output.join("");
  }
}
