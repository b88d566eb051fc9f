import { ImportError } from "./importErrors.js";

const LONGEST_PATH = 1_000;

/**
 * Path of an archive's entry, as it may be believed: relative, going nowhere but down.
 *
 * @throws {ImportError} naming the entry.
 */
export function checkArchivePath(name: string): string {
  const path = name.replace(/^(\.\/)+/, "");
  const parts = path.split("/");
  const isAbsolute = path.startsWith("/") || /^[a-z]:/i.test(path);
  const isOdd = path.includes("\\") || path.includes("\0") || path.length > LONGEST_PATH;
  if (isAbsolute || isOdd || parts.includes("..")) {
    const shown = name.slice(0, 100).replaceAll("\0", "\\0");
    throw new ImportError(
      "INVALID",
      `The archive holds the path "${shown}"; only relative paths that go down are accepted, such as train/bag/001.png.`,
    );
  }
  return path;
}
