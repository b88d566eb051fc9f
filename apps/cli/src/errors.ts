/**
 * A command is asked for in an impossible way; each fault says what was wrong and what would be right. Exit code 2.
 */
export class UsageError extends Error {
  readonly faults: readonly string[];

  /**
   * @param faults one or several, none of them empty
   * @param isAnsweredByHelp false where only files are at fault, of which the help knows nothing
   */
  constructor(
    faults: string | readonly string[],
    readonly isAnsweredByHelp = true,
  ) {
    const all = typeof faults === "string" ? [faults] : faults;
    super(
      all.length === 1 ? all[0] : `${all.length} things are wrong:\n${all.map((f) => `  ${f}`).join("\n")}`,
    );
    this.name = "UsageError";
    this.faults = all;
  }
}
