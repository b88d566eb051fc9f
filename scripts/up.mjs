// npm run up: from a fresh clone to the running product. Plain Node without packages, as it installs them first.
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { onInterruption } from "../apps/server/src/local/interruption.mjs";
import { CommandError, endCommands, tailOf } from "./setup/command.mjs";
import { nodeVersionProblem } from "./setup/nodeVersion.mjs";
import { requireFreePort } from "./setup/ports.mjs";
import { prepare } from "./setup/prepare.mjs";
import { HELP, readSettings, SettingsError } from "./setup/settings.mjs";

const projectDir = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

async function main() {
  const problem = nodeVersionProblem(process.versions.node);
  if (problem !== null) throw new SettingsError(problem);
  const settings = readSettings(process.argv.slice(2), process.env, projectDir);
  if (settings === null) {
    console.log(HELP);
    return 0;
  }
  await requireFreePort(settings.apiPort, "--port");
  await requireFreePort(settings.dashboardPort, "--dashboard-port");

  const settled = onInterruption(
    async (exitCode) => {
      await endCommands();
      console.log("\nStopped.");
      process.exit(exitCode);
    },
    (exitCode) => process.exit(exitCode),
  );
  await prepare(projectDir, path.join(settings.dataDir, "logs"));
  settled();

  const entry = path.join(projectDir, "apps", "server", "dist", "local", "up.js");
  const { up } = await import(pathToFileURL(entry).href);
  return up({ ...settings, environment: process.env });
}

try {
  process.exit(await main());
} catch (error) {
  if (error instanceof CommandError) {
    console.error(`\n${error.message}. From ${error.log}:\n\n${tailOf(error.log)}`);
  } else if (error instanceof SettingsError) {
    console.error(error.message);
  } else {
    console.error(error);
  }
  process.exit(1);
}
