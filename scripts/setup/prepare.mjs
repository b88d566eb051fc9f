import path from "node:path";
import { build, isBuilt } from "./build.mjs";
import { install, isInstalled } from "./install.mjs";
import { withStatus } from "./status.mjs";

/**
 * Installs and builds what is not installed and built yet; without network and in a moment when nothing changed.
 *
 * @param {string} projectDir
 * @param {string} logsDir
 */
export async function prepare(projectDir, logsDir) {
  if (!isInstalled(projectDir)) {
    await withStatus("Installing packages", () => install(projectDir, path.join(logsDir, "install.log")));
  }
  if (!isBuilt(projectDir)) {
    await withStatus("Building the product", () => build(projectDir, path.join(logsDir, "build.log")));
  }
}
