/** Longer names are not compared: the cost grows with the product of the lengths. */
const MOST_LETTERS = 200;

/**
 * The names that a person may have meant, the nearest first: at most a third of the letters differ, letter case left
 * aside. None for a name of more than 200 letters.
 *
 * @param most how many at most
 */
export function nearestNames(wanted: string, names: Iterable<string>, most = 3): string[] {
  const word = wanted.trim().toLowerCase();
  if (word.length > MOST_LETTERS) return [];
  const limit = Math.max(1, Math.floor(word.length / 3));
  const near: { name: string; distance: number }[] = [];
  for (const name of new Set(names)) {
    const other = name.trim().toLowerCase();
    if (Math.abs(other.length - word.length) > limit) continue;
    const distance = editDistance(word, other);
    if (distance <= limit) near.push({ name, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

/** Letters to insert, delete or replace to make one text of the other (Levenshtein). */
export function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
