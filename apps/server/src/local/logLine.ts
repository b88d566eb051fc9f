/** Level of pino's "error". */
const ERROR_LEVEL = 50;

/** A line of a program's log as text for people, and whether it reports an error. */
export interface LogLine {
  text: string;
  isError: boolean;
}

/** Reads a line that pino wrote (JSON); any other line is text that reports nothing. */
export function readLogLine(line: string): LogLine {
  const entry = parse(line);
  if (entry === null) return { text: line, isError: false };
  const stack = entry.err?.stack ?? entry.err?.message;
  const text = stack === undefined ? entry.msg : `${entry.msg}: ${stack}`;
  return { text, isError: entry.level >= ERROR_LEVEL };
}

interface PinoEntry {
  level: number;
  msg: string;
  err?: { message?: string; stack?: string };
}

function parse(line: string): PinoEntry | null {
  if (!line.startsWith("{")) return null;
  try {
    const value = JSON.parse(line) as Partial<PinoEntry>;
    if (typeof value.level !== "number") return null;
    return { level: value.level, msg: value.msg ?? "", err: value.err };
  } catch {
    return null; // Text that happens to begin like JSON.
  }
}
