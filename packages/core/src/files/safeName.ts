import { createHash } from "node:crypto";

/**
 * The most bytes of a name. File systems allow 255 for a file's whole name; measure, factors and endings follow this one,
 * and that of a file under way is longer still.
 */
const MOST_BYTES = 120;
const DIGEST_DIGITS = 12;
/** Names that Windows keeps for devices, with whatever ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/**
 * A checkpoint's or factor's name as part of a file name or an HDF5 path: what would separate folders, and what some
 * systems forbid, is written as %XX. A name that is too long is cut and ends in "~" and the beginning of its SHA-256. The
 * names of usual networks stay as they are.
 */
export function safeName(name: string): string {
  const escaped = name
    .replace(/[%/\\:*?"<>|\p{Cc}]/gu, escapeCharacter)
    .replace(/[. ]$/, escapeCharacter)
    .replace(RESERVED, (device) => escapeCharacter(device[0] as string) + device.slice(1));
  return Buffer.byteLength(escaped) <= MOST_BYTES ? escaped : withDigest(escaped, name);
}

/**
 * The same for names whose files lie in one folder: two that some systems take for one, since they differ in case or in
 * how their letters are composed, get the digest too.
 *
 * @returns by name, in the order given
 */
export function safeNames(names: Iterable<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (const name of names) {
    if (found.has(name)) continue;
    let safe = safeName(name);
    if (taken.has(alike(safe))) safe = withDigest(safe, name);
    taken.add(alike(safe));
    found.set(name, safe);
  }
  return found;
}

function alike(name: string): string {
  return name.normalize("NFC").toLowerCase();
}

function escapeCharacter(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/** The beginning of a name, as long as there is room for the digest of the original. */
function withDigest(escaped: string, original: string): string {
  const digest = `~${createHash("sha256").update(original).digest("hex").slice(0, DIGEST_DIGITS)}`;
  let start = "";
  let bytes = digest.length;
  // Whole characters, and whole escapes.
  for (const piece of escaped.match(/%[0-9A-F]{2}|./gsu) ?? []) {
    bytes += Buffer.byteLength(piece);
    if (bytes > MOST_BYTES) break;
    start += piece;
  }
  return start + digest;
}
