/** A row of a table in text. */
export interface CsvRow {
  /** Without the blanks around them. */
  readonly cells: readonly string[];
  /** Line that the row begins in, from 1. */
  readonly line: number;
}

/** A table that cannot be read; the message names the line. */
export class CsvError extends Error {}

/**
 * Rows of a table as RFC 4180 has it, with any separator: cells in quotes may hold separators, line breaks and doubled
 * quotes. Blank lines are left out.
 *
 * @param separator one character
 * @throws {CsvError} when a quote is not closed, or text follows one.
 */
export function parseCsv(text: string, separator: string): CsvRow[] {
  const rows: CsvRow[] = [];
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const begin = line;
    const cells: string[] = [];
    for (;;) {
      const cell = text[skipBlanks(text, at, separator)] === '"' ? quoted(begin) : plain();
      cells.push(cell);
      if (text[at] !== separator) break;
      at++;
    }
    if (text[at] === "\r") at++;
    if (text[at] === "\n") at++;
    line++;
    if (cells.length > 1 || cells[0] !== "") rows.push({ cells, line: begin });
  }
  return rows;

  function plain(): string {
    const from = at;
    while (at < text.length && text[at] !== separator && text[at] !== "\n" && text[at] !== "\r") at++;
    return text.slice(from, at).trim();
  }

  function quoted(begin: number): string {
    at = skipBlanks(text, at, separator) + 1;
    let cell = "";
    for (;;) {
      const end = text.indexOf('"', at);
      if (end < 0) throw new CsvError(`the quote that begins in line ${begin} is not closed`);
      const piece = text.slice(at, end);
      cell += piece;
      line += piece.split("\n").length - 1;
      at = end + 1;
      if (text[at] !== '"') break;
      cell += '"';
      at++;
    }
    const rest = plain();
    if (rest !== "") throw new CsvError(`line ${line}: "${rest}" follows a quote; expected the separator`);
    return cell;
  }
}

/** Past blanks, but not past a separator that is one. */
function skipBlanks(text: string, from: number, separator: string): number {
  let at = from;
  while ((text[at] === " " || text[at] === "\t") && text[at] !== separator) at++;
  return at;
}
