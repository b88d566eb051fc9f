import { defineConfig } from "vitest/config";
import { everywhere } from "./scripts/testing/everywhere.mjs";

/** Tests that cross the rooms, and those of the scripts; each workspace has a configuration of its own. */
export default defineConfig({
  test: {
    include: ["**/*.test.{ts,mjs}"],
    exclude: ["**/node_modules/**", "apps/**", "packages/**"],
    ...everywhere,
    // They start servers and browsers: one after the other.
    fileParallelism: false,
  },
});
