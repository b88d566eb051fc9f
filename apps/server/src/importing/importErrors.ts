/** Why an import was refused, for programs. */
export type ImportErrorCode = "INVALID" | "CONFLICT";

/** An import that was refused; nothing was stored. The message says what was wrong, where, and what would be right. */
export class ImportError extends Error {
  constructor(
    readonly code: ImportErrorCode,
    message: string,
    /** Argument at fault. */
    readonly field?: string,
  ) {
    super(message);
    this.name = "ImportError";
  }
}

const LONGEST_NAME = 200;

/**
 * A name as it is stored: without spaces around it.
 *
 * @throws {ImportError} when nothing is left, or too much.
 */
export function checkName(name: string): string {
  const trimmed = name.trim();
  if (trimmed.length === 0 || trimmed.length > LONGEST_NAME) {
    throw new ImportError(
      "INVALID",
      `A name has 1 to ${LONGEST_NAME} characters; this one has ${trimmed.length}.`,
      "name",
    );
  }
  return trimmed;
}
