import { isMainThread } from "node:worker_threads";

// Loaded into each process that `up` starts (node --import), before the process's own program: when `up` is
// killed without a chance to stop its children, the closed channel tells them, and they stop themselves.

/** Time for an orderly end, such as saving the state of a run. */
const LIMIT_MS = 60_000;

const { channel } = process;
if (isMainThread && channel) {
  process.once("disconnect", () => {
    process.kill(process.pid, "SIGTERM");
    setTimeout(() => process.exit(1), LIMIT_MS).unref();
  });
  // Listening must not keep a process alive that has nothing left to do.
  channel.unref();
}
