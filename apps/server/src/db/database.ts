import { PrismaPg } from "@prisma/adapter-pg";
import { type Prisma, PrismaClient } from "./generated/client.js";

/** The open database. End it with `$disconnect()`. */
export type Database = PrismaClient;
/** The database, or a transaction in it: what a query function takes. */
export type Queries = Prisma.TransactionClient;

/** Opens a pool of connections; the first query connects. */
export function openDatabase(connectionString: string, options: { connections?: number } = {}): Database {
  const pool = { connectionString, max: options.connections ?? 10 };
  // A connection that the server ends while idle (a restart) is replaced at the next query.
  const adapter = new PrismaPg(pool, { onPoolError: () => undefined, onConnectionError: () => undefined });
  return new PrismaClient({ adapter });
}

/** Does the database answer? */
export async function isDatabaseUp(db: Database): Promise<boolean> {
  return db.$queryRaw`SELECT 1`.then(
    () => true,
    () => false,
  );
}

/** Is this the error of a row that breaks a unique key? */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code === "P2002";
}
