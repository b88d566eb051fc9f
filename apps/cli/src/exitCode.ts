import { CoreError, type CoreErrorCode } from "@unitscope/core";
import { UsageError } from "./errors.js";

/** 0 done, 1 failed, 2 asked for wrongly, 130 stopped by a person. */
export type ExitCode = 0 | 1 | 2 | 130;

/** What the engine refuses because of how it is asked. */
const ASKED_WRONGLY: readonly CoreErrorCode[] = ["RUN_SPEC", "DESIGN", "MAP_ANALYSIS"];
/** What the system says of a path that names nothing, or a folder in place of a file and the other way round. */
const NO_SUCH_FILE: readonly unknown[] = ["ENOENT", "ENOTDIR", "EISDIR"];

/** The exit code of a command that ended with an error. */
export function exitCodeOf(error: unknown): ExitCode {
  if (error instanceof UsageError) return 2;
  if (!(error instanceof CoreError)) return 1;
  if (error.code === "CANCELLED") return 130;
  return ASKED_WRONGLY.includes(error.code) || isMissingFile(error) ? 2 : 1;
}

function isMissingFile(error: CoreError): boolean {
  const isOfPath = error.code === "FILE" || error.code === "IMAGE_FOLDER";
  return isOfPath && NO_SUCH_FILE.includes((error.cause as NodeJS.ErrnoException | undefined)?.code);
}
