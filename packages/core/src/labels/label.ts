import { RunSpecError } from "../errors.js";

/** What one output of a network stands for. */
export interface Label {
  /** As people read it; synonyms may stand with commas between them. */
  readonly label: string;
  /** What programs and folders call the class, such as WordNet's n01440764; null when the list gives none. */
  readonly id: string | null;
}

/** WordNet's ids, which name the folders of ImageNet. */
const WORDNET_ID = /^[nvar]\d{8}$/;
const WORDNET_LINE = /^([nvar]\d{8})(?:\s+(.*))?$/;

/** Whether the text is an id of WordNet, such as n01440764. */
export function isWordNetId(text: string): boolean {
  return WORDNET_ID.test(text);
}

/** A list of labels that cannot be used; `field` is `classLabels`. */
export function labelFault(message: string): RunSpecError {
  return new RunSpecError(message, "classLabels");
}

/**
 * Labels from one text each. Where every text begins with an id of WordNet ("n01440764 tench, Tinca tinca"), the id is
 * the class's and the rest is its label; an id alone is its own label.
 *
 * @param placeOf where the text of a position stands, for messages: "line 3"
 * @throws {RunSpecError} for an empty text, an id that occurs twice, and a text without id among others with one.
 */
export function labelsFromTexts(
  texts: readonly string[],
  placeOf: (position: number) => string = (position) => `label ${position + 1}`,
): Label[] {
  const trimmed = texts.map((text) => text.trim());
  const empty = trimmed.indexOf("");
  if (empty >= 0) throw labelFault(`There is nothing in ${placeOf(empty)}; every one names a class.`);
  const matches = trimmed.map((text) => WORDNET_LINE.exec(text));
  const withId = matches.findIndex((match) => match !== null);
  if (withId < 0) return trimmed.map((label) => ({ label, id: null }));
  const without = matches.indexOf(null);
  if (without >= 0) {
    throw labelFault(
      `There is no id in ${placeOf(without)}, "${trimmed[without]}", but one in ${placeOf(withId)}, "${trimmed[withId]}"; give all an id, or none.`,
    );
  }
  const labels = matches.map((match): Label => {
    const [, id = "", rest = ""] = match ?? [];
    return { label: rest === "" ? id : rest, id };
  });
  if (labels.every(({ label }) => /^\d+\s/.test(label))) {
    throw labelFault(
      `There is a number behind every id ("${trimmed[0]}"); give a table with a header that says what it is, such as index,id,label.`,
    );
  }
  requireUniqueIds(labels, placeOf);
  return labels;
}

/** @throws {RunSpecError} naming both places of an id that occurs twice. */
export function requireUniqueIds(labels: readonly Label[], placeOf: (position: number) => string): void {
  const seen = new Map<string, number>();
  for (const [position, { id }] of labels.entries()) {
    if (id === null) continue;
    const before = seen.get(id);
    if (before !== undefined) {
      throw labelFault(
        `The id "${id}" stands in ${placeOf(before)} and in ${placeOf(position)}; every class has an id of its own.`,
      );
    }
    seen.set(id, position);
  }
}

/**
 * @param outputs of the network, one a class
 * @throws {RunSpecError} when there is not one label for each.
 */
export function requireLabelCount(labels: readonly unknown[], outputs: number): void {
  if (labels.length === outputs) return;
  throw labelFault(
    `There are ${labels.length} class labels, but the network has ${outputs} outputs; give one label for each.`,
  );
}

/** The ids of all labels in their order; empty where they have none. */
export function idsOf(labels: readonly Label[]): string[] {
  return labels.every(({ id }) => id !== null) ? labels.map(({ id }) => id as string) : [];
}
