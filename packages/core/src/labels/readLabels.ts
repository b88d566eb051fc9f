import { decodeText } from "../text/decodeText.js";
import { CsvError, parseCsv } from "../text/parseCsv.js";
import { inOrderOfIndex } from "./indexedLabels.js";
import { labelsFromJson } from "./jsonLabels.js";
import { type Label, labelFault, labelsFromTexts } from "./label.js";
import { isColumnName, labelsFromTable } from "./tableLabels.js";

/** Tab first: labels have commas in them, never tabs. */
const SEPARATORS = ["\t", ",", ";"];

/** What stands for bytes that are no text. */
const REPLACED = "\ufffd";
/** "0 tench", "0: tench", and the number last as Places365 has it: "/a/airfield 0". */
const NUMBERED_LINES = [/^(?<index>\d+)(?:\s*:\s*|\s+)(?<label>\S.*)$/, /^(?<label>.*\S)\s+(?<index>\d+)$/];

/** Of ImageNet's 1000 labels two are the same as others. */
const LEAST_DISTINCT = 0.9;

/**
 * What the outputs of a network stand for, from a file as it is around: a label a line, also with its index before or
 * behind it ("0: tench"); "n01440764 tench, Tinca tinca" a
 * line (synset_words.txt: the id names the folder, the rest is shown); a list or an object in JSON, Keras'
 * class_index.json included; a table with columns for index, id and label, with or without header, commas, semicolons or
 * tabs between them. UTF-8, or UTF-16 with a byte order mark.
 *
 * @returns one label an output, in their order; at least one.
 * @throws {RunSpecError} naming line or key of what is at fault, and what would be right.
 */
export function readLabels(bytes: Uint8Array): Label[] {
  const text = decodeText(bytes).trimEnd();
  if (text.trim() === "") throw labelFault("There is no label; expected one a line.");
  if (text.includes("\0")) throw labelFault("The labels are no text; expected one a line, JSON or CSV.");
  const odd = text.split(/\r\n|\n|\r/).findIndex((line) => line.includes(REPLACED));
  if (odd >= 0) {
    throw labelFault(`Line ${odd + 1} of the labels is not UTF-8; save the file as UTF-8.`);
  }
  if (/^\s*[[{]/.test(text)) return labelsFromJson(text);
  return fromTable(text) ?? fromLines(text);
}

/** Labels from texts with commas between them: "cat,dog". */
export function labelsFromList(text: string): Label[] {
  return labelsFromTexts(text.split(","));
}

function fromLines(text: string): Label[] {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.length > 1 && isColumnName(lines[0]) ? 1 : 0;
  const placeOf = (position: number) => `line ${first + position + 1}`;
  const named = lines.slice(first);
  return numbered(named, placeOf) ?? labelsFromTexts(named, placeOf);
}

/**
 * Labels of lines with an index each; null where the numbers belong to the labels: they are not 0, 1, ..., each once, or
 * without them many labels are the same, as of "digit 0", "digit 1".
 */
function numbered(lines: readonly string[], placeOf: (position: number) => string): Label[] | null {
  for (const pattern of NUMBERED_LINES) {
    const found = lines.map((line) => pattern.exec(line.trim())?.groups);
    const indices = new Set(found.map((groups) => Number(groups?.["index"] ?? Number.NaN)));
    const labels = new Set(found.map((groups) => groups?.["label"]));
    if (lines.length < 2 || !lines.every((_, index) => indices.has(index))) continue;
    if (labels.size < LEAST_DISTINCT * lines.length) continue;
    return inOrderOfIndex(
      found.map((groups, position) => ({
        index: Number(groups?.["index"]),
        label: groups?.["label"] ?? "",
        id: null,
        place: placeOf(position),
      })),
    );
  }
  return null;
}

function fromTable(text: string): Label[] | null {
  const firstLine = text.split(/\r?\n/, 1)[0] ?? "";
  const separators = SEPARATORS.filter((separator) => firstLine.includes(separator));
  if (separators.length === 0 && isColumnName(firstLine)) separators.push(",");
  // A blank line is no row of a table, but one that names no class in a list.
  if (/\n\s*\n/.test(text)) return null;
  for (const separator of separators) {
    const labels = tableOf(text, separator);
    if (labels) return labels;
  }
  return null;
}

function tableOf(text: string, separator: string): Label[] | null {
  try {
    return labelsFromTable(parseCsv(text, separator));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    // A label may have a quote in it; only a text that begins with one is a table for sure.
    if (!text.trimStart().startsWith('"')) return null;
    throw labelFault(`The table of labels cannot be read: ${error.message}.`);
  }
}
