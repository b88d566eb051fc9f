import { type Logger, pino } from "pino";

/** The log of a process: a line of JSON each on standard output. */
export function openLog(level: string, process: string): Logger {
  return pino({ level, base: { process } });
}
