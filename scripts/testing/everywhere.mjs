import { fileURLToPath } from "node:url";

const file = (name) => fileURLToPath(new URL(name, import.meta.url));
/** Only a test that hangs takes this long: the slowest take half a minute on two cores, and may on a tenth of them, too. */
const PATIENCE_MS = 600_000;

/**
 * For every configuration of vitest: a run of tests leaves no folder behind, none of its processes outlives it, and no
 * test fails because the machine is slow.
 */
export const everywhere = {
  globalSetup: [file("testFolder.mjs")],
  execArgv: ["--import", file("endWithVitest.mjs")],
  testTimeout: PATIENCE_MS,
  hookTimeout: PATIENCE_MS,
  // Checks of images are not kept among those of a person.
  env: { UNITSCOPE_CACHE: file("../../node_modules/.cache/unitscope") },
};
