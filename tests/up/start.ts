import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import net from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const PROJECT = fileURLToPath(new URL("../..", import.meta.url));
const EXIT_WITH_PARENT = new URL("../../apps/server/src/local/exitWithParent.mjs", import.meta.url).href;
/** The line that `up` prints when all is served. */
export const READY =
  /^Unitscope is ready: dashboard (http:\/\/127\.0\.0\.1:\d+) api (http:\/\/127\.0\.0\.1:\d+\/graphql)$/gm;

/** One `npm run up`, with all that it prints. */
export class Start {
  text = "";
  private isClosed = false;
  readonly child: ChildProcess;

  /** @param by node alone, so that `child` is the process of `up` itself, or npm, as a person starts it */
  constructor(args: string[], by: "node" | "npm" = "node") {
    const { DATABASE_URL: _database, UNITSCOPE_DATA: _data, ...environment } = process.env;
    const node = ["--import", EXIT_WITH_PARENT, path.join(PROJECT, "scripts", "up.mjs"), ...args];
    const [program, command] =
      by === "node" ? [process.execPath, node] : ["npm", ["run", "up", "--", ...args]];
    this.child = spawn(program, command, {
      cwd: PROJECT,
      env: environment,
      // The channel tells it when the tests are killed.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    this.child.once("close", () => {
      this.isClosed = true;
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.text += chunk.toString("utf8");
      });
    }
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  async untilPrinted(pattern: RegExp): Promise<void> {
    while (this.text.search(pattern) < 0) {
      // Closed: nothing that could print is left, though a killed npm may be gone long before.
      if (this.isClosed) throw new Error(`It ended before it printed ${pattern}:\n${this.text}`);
      await sleep(50);
    }
  }

  /** Waits for the end, with all that was printed. */
  async exitCode(): Promise<number | null> {
    if (!this.isClosed) await once(this.child, "close");
    return this.child.exitCode;
  }

  /** Asks it to end if it has not yet, and waits. */
  async end(): Promise<void> {
    if (!this.hasEnded) this.child.kill("SIGTERM");
    await this.exitCode();
  }
}

/** A port that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A data folder of its own for a start, with ports that are free. */
export class Place {
  private constructor(
    readonly folder: string,
    readonly data: string,
    /** Options of `up`. */
    readonly ports: readonly string[],
  ) {}

  static async make(): Promise<Place> {
    const folder = await mkdtemp(path.join(tmpdir(), "unitscope-up-"));
    await chmod(folder, 0o711); // So that the database's user can enter it, too.
    const ports = ["--port", String(await freePort()), "--dashboard-port", String(await freePort())];
    return new Place(folder, path.join(folder, "data"), ports);
  }

  async remove(): Promise<void> {
    const moved = path.join(this.data, "postgres", "database-id");
    if (existsSync(moved)) {
      const place = path.join("/var/lib/unitscope", readFileSync(moved, "utf8").trim());
      await rm(place, { recursive: true, force: true });
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
