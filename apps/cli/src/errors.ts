/** A command is asked for in an impossible way; the message says what was wrong and what would be right. Exit code 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "UsageError";
  }
}
