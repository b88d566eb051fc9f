import { describe, expect, it } from "vitest";
import { readSettings, SettingsError } from "./settings.mjs";

const read = (args = [], environment = {}) => readSettings(args, environment, "/project");
const messageOf = (args, environment) => {
  try {
    read(args, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError);
    return error.message;
  }
  return undefined;
};

describe("settings of the start", () => {
  it("has defaults for everything", () => {
    expect(read()).toEqual({
      projectDir: "/project",
      dataDir: "/project/.unitscope",
      apiPort: 4000,
      dashboardPort: 3000,
      databaseUrl: undefined,
      firstRun: true,
    });
  });

  it("takes the environment, and options before it", () => {
    const environment = {
      PORT: "4100",
      DASHBOARD_PORT: "3100",
      DATABASE_URL: "postgresql://somebody@host/unitscope",
      UNITSCOPE_DATA: "/data",
    };
    expect(read(["--port", "4200", "--data=elsewhere", "--no-first-run"], environment)).toMatchObject({
      apiPort: 4200,
      dashboardPort: 3100,
      databaseUrl: "postgresql://somebody@host/unitscope",
      dataDir: "/project/elsewhere",
      firstRun: false,
    });
  });

  it("treats an empty variable as not set", () => {
    expect(read([], { PORT: "", DATABASE_URL: "", UNITSCOPE_DATA: "" })).toEqual(read());
  });

  it("asks for nothing but the help", () => {
    expect(read(["--help"])).toBeNull();
    expect(read(["-h", "--port", "x"])).toBeNull();
  });

  it.each(["0", "65536", "-1", "4000.5", "4e3", "http", " 80", ""])("refuses %j as a port", (port) => {
    expect(messageOf([`--port=${port}`], {})).toBe(
      `--port is "${port}"; it must be a port number from 1 to 65535, as in --port 4000.`,
    );
  });

  it("names the variable when the variable is wrong", () => {
    expect(messageOf([], { DASHBOARD_PORT: "web" })).toMatch(
      /^DASHBOARD_PORT is "web"; .* --dashboard-port 3000\.$/,
    );
  });

  it("refuses one port for two servers", () => {
    expect(messageOf(["--port", "3000"], {})).toBe(
      "API and dashboard cannot both have port 3000. Choose another: npm run up -- --dashboard-port 3001",
    );
  });

  it("refuses an address that is no PostgreSQL's, without repeating it", () => {
    for (const url of ["mysql://root:secret@host/db", "secret", "file:./secret.db"]) {
      const message = messageOf(["--database-url", url], {});
      expect(message).toMatch(/must look like postgresql:\/\//);
      expect(message).not.toContain("secret");
    }
  });

  it.each([[["--prot", "1"]], [["something"]], [["--port"]], [["--no-first-run=yes"]]])(
    "refuses %j and points to the help",
    (args) => {
      expect(messageOf(args, {})).toMatch(/What there is: npm run up -- --help$/);
    },
  );
});
