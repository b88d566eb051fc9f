import { shownName } from "@unitscope/core/reading";
import { ImportError } from "./importErrors.js";

const LONGEST_PATH = 1_000;

/** What a decoder of UTF-8 puts where bytes are none. */
const NOT_UTF8 = "\ufffd";
const SHOWN = 100;

/**
 * Path of an archive's entry, as it may be believed: in UTF-8, not too long, relative, going nowhere but down.
 *
 * @throws {ImportError} naming the entry.
 */
export function checkArchivePath(name: string): string {
  const path = name.replace(/^(\.\/)+/, "");
  const parts = path.split("/");
  const isAbsolute = path.startsWith("/") || /^[a-z]:/i.test(path);
  const isOdd = path.includes("\\") || path.includes("\0");
  const shown = shownName(name.slice(0, SHOWN)) + (name.length > SHOWN ? "..." : "");
  if (path.length > LONGEST_PATH) {
    throw new ImportError(
      "INVALID",
      `The archive holds a path of ${path.length} characters, "${shown}"; at most ${LONGEST_PATH} are accepted.`,
    );
  }
  if (path.includes(NOT_UTF8)) {
    throw new ImportError(
      "INVALID",
      `The archive holds the path "${shown}", which is not in UTF-8: the marks stand for what cannot be read. Give the file or its folder a name in UTF-8 and pack it again.`,
    );
  }
  if (isAbsolute || isOdd || parts.includes("..")) {
    throw new ImportError(
      "INVALID",
      `The archive holds the path "${shown}"; only relative paths that go down are accepted, such as train/bag/001.png.`,
    );
  }
  return path;
}
