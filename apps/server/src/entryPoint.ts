import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Is this module the file that Node was started with, and not one that another module imports? */
export function isEntryPoint(moduleUrl: string): boolean {
  const started = process.argv[1];
  return started !== undefined && realpathSync(started) === fileURLToPath(moduleUrl);
}
