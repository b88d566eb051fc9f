import { RunSpecError } from "../errors.js";

/** Collects what is wrong with a request, in the order in which it is found. */
export class Faults {
  private readonly found: { readonly field: string; readonly message: string }[] = [];

  /** @param field a part of the request; "" for the request itself */
  add(field: string, message: string): void {
    this.found.push({ field: field === "" ? "preprocessing" : `preprocessing.${field}`, message });
  }

  /** @throws {RunSpecError} with all of them, where there are any; the field is that of the first. */
  throwAny(): void {
    const [first, ...others] = this.found;
    if (first === undefined) return;
    const text = [first, ...others].map(({ message }) => message).join("; and ");
    throw new RunSpecError(`The preprocessing cannot be used: ${text}.`, first.field);
  }
}
