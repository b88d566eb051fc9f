import { fileURLToPath } from "node:url";

const file = (name) => fileURLToPath(new URL(name, import.meta.url));

/** For a configuration of vitest: a run of tests leaves no folder behind, and none of its processes outlives it. */
export const leavesNothing = {
  globalSetup: [file("testFolder.mjs")],
  execArgv: ["--import", file("endWithVitest.mjs")],
};
