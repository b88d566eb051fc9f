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
  ENFILE: "too many open files on this machine (ENFILE)",
  ENOMEM: "too little memory (ENOMEM)",
  EIO: "the disk reports an error (EIO)",
  ENXIO: "the disk is gone (ENXIO)",
  ENODEV: "the disk is gone (ENODEV)",
  ESTALE: "the network folder has changed or is gone (ESTALE)",
  ETIMEDOUT: "the network folder does not answer (ETIMEDOUT)",
  ENOTCONN: "the network folder is not connected (ENOTCONN)",
  EHOSTDOWN: "the network folder's machine is down (EHOSTDOWN)",
  EREMOTEIO: "the network folder's machine reports an error (EREMOTEIO)",
};

/** Those that tell something of the machine and nothing of the file. */
const FAILURES = new Set(
  "EMFILE ENFILE ENOMEM EIO ENXIO ENODEV ESTALE ETIMEDOUT ENOTCONN EHOSTDOWN EREMOTEIO".split(" "),
);

/** Whether an error is the operating system's. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).code === "string";
}

/** Whether a file is not given for a reason that is not the file's: it may be right, and is not to be left out. */
export function isMachineFailure(error: unknown): boolean {
  return isSystemError(error) && FAILURES.has(error.code ?? "");
}

/** The reason of a failed access, as the rest of a sentence. */
export function systemReason(error: unknown): string {
  const known = isSystemError(error) ? REASONS[error.code ?? ""] : undefined;
  return known ?? (error instanceof Error ? error.message : String(error));
}
