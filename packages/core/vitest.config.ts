import { defineConfig } from "vitest/config";
import { everywhere } from "../../scripts/testing/everywhere.mjs";

export default defineConfig({
  test: { ...everywhere, include: ["src/**/*.test.ts"] },
});
