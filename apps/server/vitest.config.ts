import { createRequire } from "node:module";
import { defineConfig } from "vitest/config";
import { everywhere } from "../../scripts/testing/everywhere.mjs";

const require = createRequire(import.meta.url);

export default defineConfig({
  // type-graphql and our code must see one copy of graphql ("another module or realm" otherwise).
  resolve: { alias: [{ find: /^graphql$/, replacement: require.resolve("graphql/index.js") }] },
  test: {
    include: ["src/**/*.test.ts"],
    setupFiles: ["reflect-metadata"],
    ...everywhere,
    globalSetup: [...everywhere.globalSetup, "src/testing/postgres.globalSetup.ts"],
    server: { deps: { inline: ["type-graphql"] } },
  },
});
