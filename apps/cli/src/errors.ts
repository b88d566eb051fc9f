/** A command is asked for in an impossible way; the message says what was wrong and what would be right. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}

/** A file cannot be used; the message names the file, what is wrong with it and what would be right. Exit code 1. */
export class FileError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "FileError";
  }
}

/** The words of an error without its stack. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
