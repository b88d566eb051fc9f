import { defineConfig } from "vitest/config";
import { leavesNothing } from "../../scripts/testing/leavesNothing.mjs";

export default defineConfig({
  test: { ...leavesNothing, include: ["src/**/*.test.ts"], testTimeout: 60_000, hookTimeout: 60_000 },
});
