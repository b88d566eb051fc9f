import { isMainThread } from "node:worker_threads";

// Loaded into a Node process (node --import) before the process's own program, with a channel to the process that
// starts it: when that one is killed without a chance to stop its children, the closed channel tells them, and they stop
// themselves.

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
