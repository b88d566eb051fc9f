import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";
import { leavesNothing } from "../../scripts/testing/leavesNothing.mjs";

const require = createRequire(import.meta.url);

export default defineConfig({
  // type-graphql and our code must see one copy of graphql ("another module or realm" otherwise).
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve("graphql/index.js") }] },
  test: {
    include: ["src/**/*.test.ts"],
    setupFiles: ["reflect-metadata"],
    execArgv: leavesNothing.execArgv,
    globalSetup: [...leavesNothing.globalSetup, "src/testing/postgres.globalSetup.ts"],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Checks of images are not kept among those of a person.
    env: { UNITSCOPE_CACHE: fileURLToPath(new URL("../../node_modules/.cache/unitscope", import.meta.url)) },
    server: { deps: { inline: ["type-graphql"] } },
  },
});
