import { isMainThread } from "node:worker_threads";

// Loaded into each process that vitest starts, before its own program: when vitest is killed, the closed channel tells it,
// and it ends in the middle of its test.
if (isMainThread && process.channel) process.once("disconnect", () => process.exit(1));
