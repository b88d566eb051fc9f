import { defineConfig } from "prisma/config";

/**
 * The command line of Prisma only generates the client here; migrations are applied in process
 * (apps/server/src/db/migrate.ts), so the address is needed by no command and may stay a placeholder.
 */
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env["DATABASE_URL"] ?? "postgresql://unused@localhost/unused" },
});
