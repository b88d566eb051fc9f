import type { ImageEntry } from "./ports.js";

/**
 * Positions of images by a property of theirs, such as the class: groups in the order of their first image, and in each the
 * positions in the order given.
 *
 * @param positions in `entries`; all when left out
 */
export function groupImages<Key>(
  entries: readonly ImageEntry[],
  keyOf: (entry: ImageEntry) => Key,
  positions: Iterable<number> = entries.keys(),
): Map<Key, number[]> {
  const groups = new Map<Key, number[]>();
  for (const position of positions) {
    const key = keyOf(entries[position]);
    const group = groups.get(key);
    if (group) group.push(position);
    else groups.set(key, [position]);
  }
  return groups;
}
