import { readFileSync } from "node:fs";

/** A file of `tests/reference/field`: inputs made after public reports of people who export networks. */
export function fieldFile(path: string): Uint8Array {
  return new Uint8Array(readFileSync(new URL(`../reference/field/${path}`, import.meta.url)));
}
