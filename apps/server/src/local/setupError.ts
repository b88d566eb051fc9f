/** An expected failure while Unitscope is being started; the message is all that a person needs to read. */
export class SetupError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = "SetupError";
  }
}
