import { readFileSync } from "node:fs";

/** The text of a file of the operating system; null where there is none, as on systems other than Linux. */
export function readSystemFile(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
