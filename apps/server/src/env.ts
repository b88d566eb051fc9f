import path from "node:path";
import { fileURLToPath } from "node:url";
import { defaultThreads } from "@unitscope/core/reading";
import { z } from "zod";

/** Folder of the migrations, seen from src/ and from dist/ alike. */
export const MIGRATIONS_DIR = fileURLToPath(new URL("../../../prisma/migrations", import.meta.url));
const PROJECT_DIR = fileURLToPath(new URL("../../..", import.meta.url));
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];
const MEBIBYTE = 2 ** 20;

const port = (fallback: number) => z.coerce.number().int().min(0).max(65_535).default(fallback);
const mebibytes = (fallback: number) =>
  z.coerce
    .number()
    .positive()
    .default(fallback)
    .transform((size) => size * MEBIBYTE);

const schema = z.object({
  DATABASE_URL: z
    .string({
      error: "is missing; it is the address of a Postgres, such as postgresql://user:password@host/unitscope",
    })
    .regex(/^postgres(ql)?:\/\//, "must start with postgresql://"),
  UNITSCOPE_DATA: z.string().min(1).default(path.join(PROJECT_DIR, ".unitscope")),
  PORT: port(4000),
  // The API knows no accounts yet, so it is for this machine alone.
  HOST: z
    .string()
    .default("127.0.0.1")
    .refine((host) => LOOPBACK.includes(host), {
      error:
        "must be a loopback address (127.0.0.1): the API has no authentication yet, so it is not opened to others",
    }),
  DASHBOARD_PORT: port(3000),
  // Web pages that may call the API, separated by commas; the dashboard on this machine when absent.
  UNITSCOPE_ORIGINS: z.string().optional(),
  UNITSCOPE_UPLOAD_LIMIT_MB: mebibytes(2048),
  // What an image archive may grow to when unpacked.
  UNITSCOPE_UNPACK_LIMIT_MB: mebibytes(8192),
  UNITSCOPE_THREADS: z.coerce.number().int().min(1).max(1024).optional(),
  // What ONNX Runtime computes on; the worker knows which there are.
  UNITSCOPE_PROVIDER: z.string().default("cpu"),
  UNITSCOPE_LOG_LEVEL: z.enum(["silent", "fatal", "error", "warn", "info", "debug", "trace"]).default("info"),
});

/** Settings of commands that also work with the database that comes with the product. */
export interface LocalEnv {
  /** Null: the embedded database of the data folder. */
  readonly databaseUrl: string | null;
  readonly dataDir: string;
}

/** @throws {Error} as {@link readEnv}. */
export function readLocalEnv(source: NodeJS.ProcessEnv = process.env): LocalEnv {
  const named = source["DATABASE_URL"] ? source["DATABASE_URL"] : null;
  const { dataDir } = readEnv({ ...source, DATABASE_URL: named ?? "postgresql://embedded" });
  return { databaseUrl: named, dataDir };
}

/** Settings of the server's processes. */
export interface Env {
  readonly databaseUrl: string;
  /** Folder for blobs and uploads. */
  readonly dataDir: string;
  readonly port: number;
  readonly host: string;
  /** Web origins that may call the API. */
  readonly origins: readonly string[];
  readonly uploadLimitBytes: number;
  readonly unpackLimitBytes: number;
  /** Worker threads of a run. */
  readonly threads: number;
  /** Execution provider of ONNX Runtime. */
  readonly provider: string;
  readonly logLevel: string;
}

/**
 * Reads the settings from environment variables. This is the only place that looks at them.
 *
 * @throws {Error} naming every variable that is wrong and what would be right.
 */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  // An empty variable means "not set", as in a shell.
  const set = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const parsed = schema.safeParse(set);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
    throw new Error(`The settings are not usable:\n  ${lines.join("\n  ")}`);
  }
  const env = parsed.data;
  const dashboards = ["127.0.0.1", "localhost"].map((host) => `http://${host}:${env.DASHBOARD_PORT}`);
  return {
    databaseUrl: env.DATABASE_URL,
    dataDir: path.resolve(env.UNITSCOPE_DATA),
    port: env.PORT,
    host: env.HOST,
    origins: env.UNITSCOPE_ORIGINS?.split(",").map((origin) => origin.trim()) ?? dashboards,
    uploadLimitBytes: env.UNITSCOPE_UPLOAD_LIMIT_MB,
    unpackLimitBytes: env.UNITSCOPE_UNPACK_LIMIT_MB,
    threads: env.UNITSCOPE_THREADS ?? defaultThreads(),
    provider: env.UNITSCOPE_PROVIDER,
    logLevel: env.UNITSCOPE_LOG_LEVEL,
  };
}
