import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { TestApi } from "./testApi.js";

const GATED_WORKER = fileURLToPath(new URL("gatedWorker.mjs", import.meta.url));
const EXIT_WITH_PARENT = new URL("../local/exitWithParent.mjs", import.meta.url).href;

export interface WorkerProcessOptions {
  readonly threads?: number;
  /**
   * Evaluations of a job after which its work waits until `open`: all before them are done and kept, and the job runs, on
   * any machine. Nothing waits when left out.
   */
  readonly holdAt?: number;
}

/** The built worker in a process of its own, as in earnest, so that it can be killed. */
export class WorkerProcess {
  private readonly output: string[] = [];

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on("data", (chunk: Buffer) => this.output.push(chunk.toString()));
    child.stderr?.on("data", (chunk: Buffer) => this.output.push(chunk.toString()));
  }

  static start(api: TestApi, { threads = 1, holdAt }: WorkerProcessOptions = {}): WorkerProcess {
    const env = {
      ...process.env,
      DATABASE_URL: api.databaseUrl,
      UNITSCOPE_DATA: api.dataDir,
      UNITSCOPE_THREADS: String(threads),
      UNITSCOPE_LOG_LEVEL: "info",
      ...(holdAt === undefined ? {} : { UNITSCOPE_TEST_HOLD_AT: String(holdAt) }),
    };
    // The channel opens the gate, and tells the worker when the tests are killed.
    const stdio = ["ignore", "pipe", "pipe", "ipc"] as const;
    const command = ["--import", EXIT_WITH_PARENT, GATED_WORKER];
    return new WorkerProcess(spawn(process.execPath, command, { env, stdio: [...stdio] }));
  }

  /** Lets the work go on that was held back; nothing is held back any more. */
  open(): void {
    this.child.send("open");
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
