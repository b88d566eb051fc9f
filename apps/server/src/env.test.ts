import { expect, it } from "vitest";
import { readEnv, readLocalEnv } from "./env.js";

const DATABASE_URL = "postgresql://user@localhost/unitscope";

it("has a default for everything but the database", () => {
  const env = readEnv({ DATABASE_URL });
  expect(env).toMatchObject({ port: 4000, host: "127.0.0.1", logLevel: "info" });
  expect(env.origins).toEqual(["http://127.0.0.1:3000", "http://localhost:3000"]);
  expect(env.threads).toBeGreaterThan(0);
});

it("takes an empty variable for one that is not set", () => {
  expect(readEnv({ DATABASE_URL, PORT: "" }).port).toBe(4000);
});

it.each([
  [{}, /DATABASE_URL is missing/],
  [{ DATABASE_URL: "mysql://localhost/x" }, /DATABASE_URL must start with postgresql:/],
  [{ DATABASE_URL, PORT: "70000" }, /PORT/],
  [{ DATABASE_URL, UNITSCOPE_THREADS: "0" }, /UNITSCOPE_THREADS/],
])("names the variable that is wrong: %o", (source, message) => {
  expect(() => readEnv(source)).toThrow(message);
});

it("does not open the API to other machines", () => {
  expect(() => readEnv({ DATABASE_URL, HOST: "0.0.0.0" })).toThrow(
    /HOST must be a loopback address.*no authentication/,
  );
});

it("lets commands do without a named database, but not with a wrong one", () => {
  expect(readLocalEnv({ UNITSCOPE_DATA: "/data" })).toEqual({ databaseUrl: null, dataDir: "/data" });
  expect(readLocalEnv({ DATABASE_URL, UNITSCOPE_DATA: "/data" }).databaseUrl).toBe(DATABASE_URL);
  expect(() => readLocalEnv({ DATABASE_URL: "mysql://x" })).toThrow(/DATABASE_URL/);
});
