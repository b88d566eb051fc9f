import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { leavesNothing } from "../../scripts/testing/leavesNothing.mjs";

export default defineConfig({
  test: {
    ...leavesNothing,
    include: ["src/**/*.test.ts"],
    // Checks of images are not kept among those of a person.
    env: { UNITSCOPE_CACHE: fileURLToPath(new URL("../../node_modules/.cache/unitscope", import.meta.url)) },
  },
});
