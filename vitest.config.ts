import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { leavesNothing } from "./scripts/testing/leavesNothing.mjs";

/** Tests that cross the rooms, and those of the scripts; each workspace has a configuration of its own. */
export default defineConfig({
  test: {
    include: ["**/*.test.{ts,mjs}"],
    exclude: ["**/node_modules/**", "apps/**", "packages/**"],
    ...leavesNothing,
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Checks of images are not kept among those of a person.
    env: { UNITSCOPE_CACHE: fileURLToPath(new URL("node_modules/.cache/unitscope", import.meta.url)) },
    // They start servers and browsers: one after the other.
    fileParallelism: false,
  },
});
