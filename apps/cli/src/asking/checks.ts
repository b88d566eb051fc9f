import type { Command } from "commander";
import { UsageError } from "../errors.js";

/** Throws a UsageError when options do not go together. */
type Check<Options> = (options: Options) => void;

const CHECKS = new WeakMap<Command, Check<never>[]>();

/** Adds what is checked of a command's options before anything is read or written, together with all else. */
export function addCheck<Options>(command: Command, check: Check<Options>): Command {
  CHECKS.set(command, [...(CHECKS.get(command) ?? []), check]);
  return command;
}

/** What the checks of a command find wrong. */
export function checkFaults(command: Command): readonly string[] {
  return (CHECKS.get(command) ?? []).flatMap((check) => {
    try {
      check(command.opts() as never);
      return [];
    } catch (error) {
      if (error instanceof UsageError) return error.faults;
      throw error;
    }
  });
}

/** @throws {UsageError} with all faults, when there are any. */
export function requireNoFaults(faults: readonly string[]): void {
  if (faults.length > 0) throw new UsageError(faults);
}
