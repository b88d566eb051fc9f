import { badInput } from "../errors.js";

/** Most entries of one page. */
export const LARGEST_PAGE = 500;

/**
 * An opaque mark of a place in a list.
 *
 * @param list name of the list and its order, so that a cursor of another list is refused.
 */
export function encodeCursor(list: string, place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify([list, ...place])).toString("base64url");
}

/**
 * @returns the place, or null without a cursor.
 * @throws {ApiError} BAD_USER_INPUT when the cursor is of another list or order, or was made up.
 */
export function decodeCursor(
  list: string,
  types: readonly ("string" | "number")[],
  cursor: string | null | undefined,
): (string | number)[] | null {
  if (cursor === null || cursor === undefined) return null;
  const parts = parse(cursor);
  const [found, ...place] = parts ?? [];
  const fits =
    found === list && place.length === types.length && place.every((p, i) => typeof p === types[i]);
  if (!fits) {
    throw badInput(
      "after",
      "This is no cursor of this list in this order; pass the endCursor of the page before.",
    );
  }
  return place as (string | number)[];
}

function parse(cursor: string): unknown[] | null {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    return Array.isArray(value) ? value : null;
  } catch {
    // Made up, or cut off: the caller says so.
    return null;
  }
}

/** @throws {ApiError} BAD_USER_INPUT when a page is asked for that is empty or too large. */
export function checkFirst(first: number): number {
  if (first < 1 || first > LARGEST_PAGE) {
    throw badInput("first", `first is ${first}; a page has 1 to ${LARGEST_PAGE} entries.`);
  }
  return first;
}
