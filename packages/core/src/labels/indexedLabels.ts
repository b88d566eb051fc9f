import { type Label, labelFault, requireUniqueIds } from "./label.js";

/** A label with the output that it is of. */
export interface IndexedLabel extends Label {
  readonly index: number;
  /** Where it stands, for messages: "line 3", "the key \"7\"". */
  readonly place: string;
}

const SHOWN = 5;

/**
 * Labels in the order of their indices, which must be 0, 1, ... without a gap.
 *
 * @throws {RunSpecError} naming indices that occur twice or are missing, and empty labels.
 */
export function inOrderOfIndex(labels: readonly IndexedLabel[]): Label[] {
  const byIndex = new Map<number, IndexedLabel>();
  for (const entry of labels) {
    const before = byIndex.get(entry.index);
    if (before !== undefined) {
      throw labelFault(
        `The index ${entry.index} stands in ${before.place} and in ${entry.place}; every class has one of its own.`,
      );
    }
    if (entry.label === "") throw labelFault(`There is no label in ${entry.place}; every index has one.`);
    byIndex.set(entry.index, entry);
  }
  const greatest = labels.reduce((most, { index }) => Math.max(most, index), -1);
  const missing: number[] = [];
  for (let index = 0; index < greatest && missing.length <= SHOWN; index++) {
    if (!byIndex.has(index)) missing.push(index);
  }
  if (missing.length > 0) {
    const more = missing.length > SHOWN ? ", ..." : "";
    const one = missing.length === 1;
    throw labelFault(
      `The ${one ? "index" : "indices"} ${missing.slice(0, SHOWN).join(", ")}${more} ${one ? "is" : "are"} missing; the indices of ${labels.length} classes run from 0 to ${labels.length - 1}.`,
    );
  }
  const ordered = Array.from({ length: labels.length }, (_, index) => byIndex.get(index) as IndexedLabel);
  requireUniqueIds(ordered, (position) => ordered[position].place);
  return ordered.map(({ label, id }) => ({ label, id }));
}
