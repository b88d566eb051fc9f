import { quoted } from "../text/shownName.js";
import { compare, type NamedFile } from "./folderContent.js";
import { inTurns } from "./inTurns.js";

/** Most folders that an image may lie in: partition and class. */
const DEEPEST = 2;
/** How a path of each depth reads. */
const PLACES = ["<file>", "<class>/<file>", "<partition>/<class>/<file>"];
/** Stray images named in a message. */
const SHOWN = 5;

/** What a folder may look like, for messages. */
export const PLACES_TEXT = `${PLACES[2]}, ${PLACES[1]}, or files alone`;

/** Folders that a file lies in. */
export function depthOf(name: string): number {
  let depth = 0;
  for (let at = name.indexOf("/"); at >= 0; at = name.indexOf("/", at + 1)) depth++;
  return depth;
}

interface DepthCount {
  readonly depth: number;
  count: number;
  /** First name in the order of code units. */
  example: string;
}

/**
 * The depth that most images lie at, and what is wrong where others lie elsewhere.
 *
 * @param images at least one
 */
export async function commonDepth(
  images: readonly NamedFile[],
): Promise<{ depth: number; problem?: string }> {
  const byDepth = new Map<number, DepthCount>();
  await inTurns(images, ({ name }) => {
    const depth = depthOf(name);
    const own = byDepth.get(depth);
    if (own === undefined) byDepth.set(depth, { depth, count: 1, example: name });
    else {
      own.count++;
      if (name < own.example) own.example = name;
    }
  });
  const counts = [...byDepth.values()].sort((a, b) => b.count - a.count || b.depth - a.depth);
  const { depth, example } = counts[0];
  if (counts.length === 1) {
    if (depth <= DEEPEST) return { depth };
    const problem = `The images lie ${depth} folders deep, such as ${quoted(example)}; right is ${PLACES_TEXT}.`;
    return { depth, problem };
  }
  const stray: string[] = [];
  await inTurns(images, ({ name }) => {
    if (depthOf(name) === depth) return;
    stray.push(name);
    if (stray.length > SHOWN) stray.sort(compare).pop();
  });
  const others = counts.slice(1).reduce((sum, { count }) => sum + count, 0);
  const names = stray.sort(compare).map(quoted);
  const more = others > names.length ? ` and ${others - names.length} more` : "";
  const found = counts.map(
    ({ depth: own, count, example: one }) => `${count} as ${placeText(own)}, such as ${quoted(one)}`,
  );
  return {
    depth,
    problem: `The images lie at different depths: ${found.join("; ")}. All must lie alike: ${PLACES_TEXT}. Move or remove ${names.join(", ")}${more}.`,
  };
}

function placeText(depth: number): string {
  return PLACES[depth] ?? `files ${depth} folders deep`;
}
