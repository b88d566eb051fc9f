import { createReadStream } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { createInterface } from "node:readline";
import { FileError } from "../errors.js";
import { unreadable } from "./readBytes.js";

export type CsvCell = string | number | null;

/** Text is written when this much has come together. */
const BUFFERED_CHARACTERS = 2 ** 20;

/**
 * A CSV file (RFC 4180, lines end in \n) that grows row by row. Numbers are written so that reading gives the same
 * float64; null and NaN are empty cells.
 */
export class CsvWriter {
  private text = "";

  private constructor(private readonly handle: FileHandle) {}

  static async create(file: string, header: readonly string[]): Promise<CsvWriter> {
    const writer = new CsvWriter(await open(file, "w"));
    await writer.row(header);
    return writer;
  }

  async row(cells: readonly CsvCell[]): Promise<void> {
    this.text += `${cells.map(encodeCell).join(",")}\n`;
    if (this.text.length >= BUFFERED_CHARACTERS) await this.flush();
  }

  async close(): Promise<void> {
    await this.flush();
    await this.handle.close();
  }

  private async flush(): Promise<void> {
    await this.handle.appendFile(this.text);
    this.text = "";
  }
}

/**
 * The rows of a CSV file, the header first. Quoted cells may hold commas and quotes, not line breaks.
 *
 * @param what the file's part in the command, for messages
 * @throws {FileError} when it cannot be read or a quote is not closed.
 */
export async function* readCsv(file: string, what: string): AsyncGenerator<string[]> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  try {
    for await (const line of lines) {
      number += 1;
      if (line !== "") yield decodeLine(number === 1 ? line.replace(/^\uFEFF/, "") : line, file, number);
    }
  } catch (error) {
    if (error instanceof FileError) throw error;
    throw unreadable(file, what, error);
  } finally {
    lines.close();
  }
}

function encodeCell(cell: CsvCell): string {
  if (cell === null || Number.isNaN(cell)) return "";
  const text = String(cell);
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function decodeLine(line: string, file: string, number: number): string[] {
  if (!line.includes('"')) return line.split(",");
  const cells: string[] = [];
  const cell = /("(?:[^"]|"")*"|[^",]*)(,|$)/y;
  for (;;) {
    const match = cell.exec(line);
    if (match === null)
      throw new FileError(`"${file}", line ${number}: a quote is not closed or stands inside a cell.`);
    const [, text = "", end] = match;
    cells.push(text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text);
    if (end === "") return cells;
  }
}
