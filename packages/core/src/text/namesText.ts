import { nearestNames } from "./nearestNames.js";

/** More names than this are counted, not listed. */
export const MOST_NAMES = 20;

/** Names with commas between them: "a, b, c and 980 more". */
export function namesText(names: readonly string[], most = MOST_NAMES): string {
  const more = names.length - most;
  if (more <= 0) return names.join(", ");
  return `${names.slice(0, most).join(", ")} and ${more} more`;
}

/** Names that are not there, as part of a sentence: `"a"`, or `"a" or "b"`. */
export function missingText(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length > MOST_NAMES ? namesText(quoted) : quoted.join(" or ");
}

/** What may have been meant by names that are not there, as a sentence after others; empty where nothing is near. */
export function guessText(wanted: string | readonly string[], known: Iterable<string>): string {
  const names = typeof wanted === "string" ? [wanted] : wanted.slice(0, MOST_NAMES);
  const all = [...known];
  const near = [...new Set(names.flatMap((name) => nearestNames(name, all)))];
  return near.length > 0 ? ` Did you mean ${near.join(" or ")}?` : "";
}
