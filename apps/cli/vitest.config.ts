import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["src/**/*.test.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Checks of images are not kept among those of a person.
    env: { UNITSCOPE_CACHE: fileURLToPath(new URL("../../node_modules/.cache/unitscope", import.meta.url)) },
  },
});
