import { type IndexedLabel, inOrderOfIndex } from "./indexedLabels.js";
import { type Label, labelFault, labelsFromTexts, requireUniqueIds } from "./label.js";

const EXPECTED =
  'expected a list ["tench", ...], an object {"0": "tench", ...} or {"0": ["n01440764", "tench"], ...}, or {"tench": 0, ...}';

/**
 * Labels from JSON: a list of labels or of [id, label]; an object from index to label or to [id, label] (Keras'
 * class_index.json); or one from label to index (torchvision's class_to_idx).
 *
 * @throws {RunSpecError} when it is no JSON or another; the message names the place.
 */
export function labelsFromJson(text: string): Label[] {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw labelFault(`The labels begin like JSON, but are none: ${reason}; ${EXPECTED}.`);
  }
  if (Array.isArray(value)) return fromList(value);
  if (typeof value !== "object" || value === null) throw labelFault(`The labels are no list; ${EXPECTED}.`);
  const entries = Object.entries(value);
  if (entries.length === 0) throw labelFault(`The labels are empty; ${EXPECTED}.`);
  const isFromName = entries.every(([, index]) => typeof index === "number");
  return isFromName ? fromNames(entries as [string, number][]) : fromIndices(entries);
}

function fromList(list: readonly unknown[]): Label[] {
  if (list.length === 0) throw labelFault(`The list of labels is empty; ${EXPECTED}.`);
  const placeOf = (position: number) => `entry ${position} of the list`;
  if (list.every((item) => typeof item === "string")) return labelsFromTexts(list, placeOf);
  const labels = list.map((item, position) => pairOf(item, placeOf(position)));
  requireUniqueIds(labels, placeOf);
  return labels;
}

function fromNames(entries: readonly [string, number][]): Label[] {
  const plain = labelsFromTexts(
    entries.map(([name]) => name),
    (position) => `the key "${entries[position][0]}"`,
  );
  return inOrderOfIndex(
    entries.map(([name, index], position): IndexedLabel => {
      if (!Number.isInteger(index) || index < 0) {
        throw labelFault(`"${name}" has the index ${index}; an index is a whole number from 0.`);
      }
      return { ...plain[position], index, place: `the key "${name}"` };
    }),
  );
}

function fromIndices(entries: readonly [string, unknown][]): Label[] {
  const texts = entries.every(([, item]) => typeof item === "string")
    ? labelsFromTexts(
        entries.map(([, item]) => item as string),
        (position) => `the key "${entries[position][0]}"`,
      )
    : null;
  return inOrderOfIndex(
    entries.map(([key, item], position): IndexedLabel => {
      const place = `the key "${key}"`;
      if (!/^\d+$/.test(key.trim())) {
        throw labelFault(`There is ${place} among the indices; ${EXPECTED}.`);
      }
      return { ...(texts?.[position] ?? pairOf(item, place)), index: Number(key), place };
    }),
  );
}

/** [id, label]. */
function pairOf(item: unknown, place: string): Label {
  const isPair =
    Array.isArray(item) && item.length === 2 && item.every((part) => typeof part === "string" && part !== "");
  if (!isPair) throw labelFault(`There is ${JSON.stringify(item)} in ${place}; ${EXPECTED}.`);
  const [id, label] = item as [string, string];
  return { id: id.trim(), label: label.trim() };
}
