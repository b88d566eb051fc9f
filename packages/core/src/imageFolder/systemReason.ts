/** What the operating system says of a file that it does not give. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "permission denied (EACCES)",
  EPERM: "not permitted (EPERM)",
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is no folder (ENOTDIR)",
  EISDIR: "it is a folder (EISDIR)",
  EEXIST: "something else has its name (EEXIST)",
  ENOSPC: "the disk is full (ENOSPC)",
  EROFS: "the disk cannot be written to (EROFS)",
  ELOOP: "its links lead back to themselves (ELOOP)",
  EMFILE: "too many open files (EMFILE)",
  EIO: "the disk reports an error (EIO)",
};

/** Whether an error is the operating system's. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string";
}

/** The reason of a failed access, as the rest of a sentence. */
export function systemReason(error: unknown): string {
  const known = isSystemError(error) ? REASONS[error.code ?? ""] : undefined;
  return known ?? (error instanceof Error ? error.message : String(error));
}
