import type { CsvRow } from "../text/parseCsv.js";
import { type IndexedLabel, inOrderOfIndex } from "./indexedLabels.js";
import { isWordNetId, type Label, labelFault, labelsFromTexts, requireUniqueIds } from "./label.js";

/** What a column holds. */
type Role = "index" | "id" | "label";

/** Names of columns, in lower case without blanks and underscores. */
const HEADERS: Readonly<Record<Role, readonly string[]>> = {
  index: ["index", "idx", "classindex", "classidx", "number", "target", "output"],
  id: ["wnid", "synset", "wordnetid", "synsetid", "folder", "code"],
  label: ["label", "labels", "name", "classname", "classlabel", "category", "description", "words", "text"],
};
/** What such a column holds is told by its cells and by the other columns: see `rolesByHeader`. */
const EITHER = ["", "id", "classid", "class"];
/** Names that are no label, so that a list of one column may begin with them. */
const ONLY_HEADERS = ["label", "labels", "classname", "classlabel", "wnid", "synset"];

/**
 * Labels from rows of a table with columns for index, id and label in any order, known by a header or by what they hold.
 * Without a column of indices the order of the rows counts.
 *
 * @returns null when the rows are no such table: cells differ in number, or no column tells that it is one.
 * @throws {RunSpecError} when it is one, and a row is at fault or a column cannot be told.
 */
export function labelsFromTable(rows: readonly CsvRow[]): Label[] | null {
  const [first, ...others] = rows;
  if (first === undefined) return null;
  const hasHeader = first.cells.length > 1 && others.length > 0 && isHeader(first.cells);
  const body = hasHeader ? others : rows;
  const width = first.cells.length;
  if (width === 1 && rows.every(({ cells }) => cells.length === 1)) return labelsOfColumn(rows);
  const odd = body.find(({ cells }) => cells.length !== width);
  if (odd !== undefined) {
    if (!hasHeader) return null;
    throw labelFault(
      `There are ${odd.cells.length} cells in line ${odd.line}, but ${width} in the header; put labels with commas in quotes.`,
    );
  }
  const columns = Array.from({ length: width }, (_, column) => body.map(({ cells }) => cells[column]));
  const roles = hasHeader ? rolesByHeader(first.cells, columns) : rolesByContent(columns);
  return roles && readRows(body, roles);
}

function isHeader(cells: readonly string[]): boolean {
  const names = cells.map(plain);
  const known = new Set([...Object.values(HEADERS).flat(), ...EITHER]);
  return names.every((name) => known.has(name)) && names.some((name) => name !== "");
}

/** Whether a line is the header of a table of one column, and no label. */
export function isColumnName(line: string): boolean {
  return ONLY_HEADERS.includes(plain(line));
}

/** A table of one column, with or without a header. */
function labelsOfColumn(rows: readonly CsvRow[]): Label[] {
  const [first] = rows;
  const body = rows.length > 1 && isColumnName(first.cells[0]) ? rows.slice(1) : rows;
  return labelsFromTexts(
    body.map(({ cells }) => cells[0]),
    (position) => `line ${body[position].line}`,
  );
}

function rolesByHeader(header: readonly string[], columns: readonly (readonly string[])[]): Role[] {
  const names = header.map(plain);
  const isNumbered = columns.map((cells) => cells.every(isIndex));
  const named = names.map((name) =>
    (Object.keys(HEADERS) as Role[]).find((key) => HEADERS[key].includes(name)),
  );
  const hasWords = named.some((role, column) => role === "label" && !isNumbered[column]);
  const roles = named.map((role, column): Role | undefined => {
    // Numbers beside names of classes are indices, also where their column is called "label".
    if (isNumbered[column] && (role === undefined || (role === "label" && hasWords))) return "index";
    return role ?? (columns[column].every(isWordNetId) ? "id" : undefined);
  });
  const open = roles.filter((role) => role === undefined).length;
  const hasLabel = roles.includes("label");
  const settled = roles.map((role, column): Role => {
    if (role !== undefined) return role;
    return hasLabel || (open > 1 && names[column] !== "class") ? "id" : "label";
  });
  for (const role of ["index", "id", "label"] as const) {
    const found = header.filter((_, column) => settled[column] === role);
    if (found.length > 1) {
      throw labelFault(
        `The columns ${found.map((name) => `"${name}"`).join(" and ")} both look like the ${role}; name them index, id and label.`,
      );
    }
  }
  if (!settled.includes("label") && !settled.includes("id")) {
    throw labelFault(`The header "${header.join(",")}" has no column of labels; name it label.`);
  }
  return settled;
}

/** Columns of a table without header; null when nothing says that it is a table. */
function rolesByContent(columns: readonly (readonly string[])[]): Role[] | null {
  if (columns.length < 2) return null;
  const index = columns.findIndex((cells) => cells.every(isIndex) && new Set(cells).size === cells.length);
  const id = columns.findIndex((cells) => cells.every(isWordNetId));
  if (index < 0 && id < 0) return null;
  const left = [...columns.keys()].filter((column) => column !== index && column !== id);
  if (left.length > 1) {
    throw labelFault(
      `It cannot be told which of the columns ${left.map((column) => column + 1).join(" and ")} holds the labels; give a header such as index,id,label.`,
    );
  }
  return columns.map((_, column) => {
    if (column === index) return "index";
    return column === id ? "id" : "label";
  });
}

function readRows(rows: readonly CsvRow[], roles: readonly Role[]): Label[] {
  const [index, id, label] = (["index", "id", "label"] as const).map((role) => roles.indexOf(role));
  const labels = rows.map(({ cells, line }): IndexedLabel => {
    const place = `line ${line}`;
    const given = id < 0 ? null : cells[id].trim();
    if (given === "") throw labelFault(`There is no id in ${place}; every class has one, or none has.`);
    const shown = label < 0 ? (given ?? "") : cells[label].trim();
    if (shown === "") throw labelFault(`There is no label in ${place}; every line names a class.`);
    if (index >= 0 && !isIndex(cells[index])) {
      throw labelFault(`The index in ${place} is "${cells[index]}"; it must be a whole number from 0.`);
    }
    return { index: index < 0 ? -1 : Number(cells[index]), id: given, label: shown, place };
  });
  if (index >= 0) return inOrderOfIndex(labels);
  requireUniqueIds(labels, (position) => labels[position].place);
  return labels.map((entry) => ({ label: entry.label, id: entry.id }));
}

function isIndex(cell: string): boolean {
  return /^\s*\d+\s*$/.test(cell);
}

function plain(name: string): string {
  return name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]/g, "");
}
