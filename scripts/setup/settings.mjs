import path from "node:path";
import { parseArgs } from "node:util";

/** A setting that cannot be used; the message says which, and what would be right. */
export class SettingsError extends Error {}

/**
 * @typedef {object} UpSettings
 * @property {string} projectDir
 * @property {string} dataDir absolute
 * @property {number} apiPort
 * @property {number} dashboardPort
 * @property {string | undefined} databaseUrl undefined: start a database of our own
 * @property {boolean} firstRun
 */

export const HELP = `Starts Unitscope: database, API, worker and dashboard, with the sample networks analysed.

  npm run up -- [options]

  --port N             port of the API                   (PORT, default 4000)
  --dashboard-port N   port of the dashboard             (DASHBOARD_PORT, default 3000)
  --database-url URL   a PostgreSQL to use; none: one is started  (DATABASE_URL)
  --data FOLDER        database, files and logs          (UNITSCOPE_DATA, default .unitscope)
  --no-first-run       leave out the first analysis of the sample networks
  --help               show this

An option goes before the environment variable named beside it.`;

/**
 * Settings from the command line and the environment. Null when only the help is asked for.
 *
 * @param {string[]} args
 * @param {Record<string, string | undefined>} environment
 * @param {string} projectDir
 * @returns {UpSettings | null}
 * @throws {SettingsError}
 */
export function readSettings(args, environment, projectDir) {
  const options = parseOptions(args);
  if (options.help) return null;
  const apiPort = readPort("--port", "PORT", options.port, environment, 4000);
  const dashboardPort = readPort(
    "--dashboard-port",
    "DASHBOARD_PORT",
    options["dashboard-port"],
    environment,
    3000,
  );
  if (apiPort === dashboardPort) {
    throw new SettingsError(
      `API and dashboard cannot both have port ${apiPort}. Choose another: npm run up -- --dashboard-port ${anotherPort(apiPort)}`,
    );
  }
  const data = chosen(options.data, environment.UNITSCOPE_DATA) ?? ".unitscope";
  return {
    projectDir,
    dataDir: path.resolve(projectDir, data),
    apiPort,
    dashboardPort,
    databaseUrl: readDatabaseUrl(chosen(options["database-url"], environment.DATABASE_URL)),
    firstRun: !options["no-first-run"],
  };
}

function parseOptions(args) {
  try {
    const { values } = parseArgs({
      args,
      options: {
        port: { type: "string" },
        "dashboard-port": { type: "string" },
        "database-url": { type: "string" },
        data: { type: "string" },
        "no-first-run": { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    return values;
  } catch (error) {
    throw new SettingsError(`${error.message.split(". ")[0]}. What there is: npm run up -- --help`);
  }
}

/** An empty text in the environment is no setting; an empty option is a mistake that its reader refuses. */
function chosen(option, variable) {
  return option ?? (variable === "" ? undefined : variable);
}

function readPort(option, variable, given, environment, standard) {
  const text = chosen(given, environment[variable]);
  if (text === undefined) return standard;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port < 1 || port > 65_535) {
    const name = given === undefined ? variable : option;
    throw new SettingsError(
      `${name} is "${text}"; it must be a port number from 1 to 65535, as in ${option} ${standard}.`,
    );
  }
  return port;
}

function readDatabaseUrl(text) {
  if (text === undefined) return undefined;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["postgres:", "postgresql:"].includes(url.protocol)) {
    // The text is not repeated: it may hold a password.
    throw new SettingsError(
      "The database address (--database-url, DATABASE_URL) must look like postgresql://user:password@host:5432/database.",
    );
  }
  return text;
}

/** A port to propose in place of one that cannot be had. */
export function anotherPort(port) {
  return port < 65_535 ? port + 1 : port - 1;
}
