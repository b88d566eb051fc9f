import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { everywhere } from "../../scripts/testing/everywhere.mjs";

export default defineConfig({
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  test: { ...everywhere, environment: "node", include: ["src/**/*.test.ts"] },
});
