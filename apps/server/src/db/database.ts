import { PrismaPg } from "@prisma/adapter-pg";
import type { Submittable } from "pg";
import { type Prisma, PrismaClient } from "./generated/client.js";

/** The open database. End it with `$disconnect()`. */
export type Database = PrismaClient;
/** The database, or a transaction in it: what a query function takes. */
export type Queries = Prisma.TransactionClient;

/** One connection, for what the query layer has no words for: it performs a statement that feeds itself, such as a COPY. */
export interface Connection {
  query<Statement extends Submittable>(statement: Statement): Statement;
}

// A connection that the server ends while idle (a restart) is replaced at the next query.
const QUIET = { onPoolError: () => undefined, onConnectionError: () => undefined };

/** Opens a pool of connections; the first query connects. */
export function openDatabase(connectionString: string, options: { connections?: number } = {}): Database {
  const pool = { connectionString, max: options.connections ?? 10 };
  return new PrismaClient({ adapter: new PrismaPg(pool, QUIET) });
}

/**
 * A transaction and its connection, which is no other's and may be used while no query is under way. What was done is
 * undone when the work fails or the connection ends.
 *
 * @param timeoutMs after which the transaction is given up.
 */
export async function inOwnTransaction<T>(
  connectionString: string,
  timeoutMs: number,
  work: (tx: Queries, connection: Connection) => Promise<T>,
): Promise<T> {
  const factory = new PrismaPg({ connectionString, max: 1 }, QUIET);
  const adapter = await factory.connect();
  let connection: Connection | undefined;
  adapter.underlyingDriver().on("acquire", (acquired) => {
    connection = acquired;
  });
  const { provider, adapterName } = factory;
  const db = new PrismaClient({ adapter: { provider, adapterName, connect: async () => adapter } });
  try {
    return await db.$transaction(
      (tx) => {
        if (!connection) throw new Error("The transaction has no connection of the pool.");
        return work(tx, connection);
      },
      { timeout: timeoutMs, maxWait: 30_000 },
    );
  } finally {
    await db.$disconnect();
  }
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
