import { RunSpecError } from "../errors.js";
import { guessText, missingText, namesText } from "../text/namesText.js";

/** A tensor whose activations can be read. */
export interface OfferedCheckpoint {
  readonly name: string;
  readonly tensor: string;
  /** [C, H, W] or [C]; the batch axis is left out. */
  readonly shape: readonly number[];
  /** True for those that are read when nobody chooses. */
  readonly suggested: boolean;
}

/**
 * The checkpoints with the given names or tensor names, in forward order whatever the order of the names: charts and
 * states rely on it. The suggested ones when no name is given.
 *
 * @param offered in forward order
 * @param place what they belong to, for the error
 * @throws {RunSpecError} for a name that is unknown or given twice; the field is `checkpoints`.
 */
export function chooseCheckpoints(
  names: readonly string[],
  offered: readonly OfferedCheckpoint[],
  place: string,
): Omit<OfferedCheckpoint, "suggested">[] {
  const strip = ({ name, tensor, shape }: OfferedCheckpoint) => ({ name, tensor, shape });
  const suggested = offered.filter((c) => c.suggested);
  if (names.length === 0) return suggested.map(strip);
  const isOf = (name: string) => (c: OfferedCheckpoint) => c.name === name || c.tensor === name;
  const missing = names.filter((name) => !offered.some(isOf(name)));
  if (missing.length > 0) {
    const guess = guessText(
      missing,
      offered.flatMap((c) => [c.name, c.tensor]),
    );
    throw new RunSpecError(
      `The ${place} has no checkpoint ${missingText(missing)}; there are ${namesText(suggested.map((c) => c.name))}, and any value by its tensor name.${guess}`,
      "checkpoints",
    );
  }
  const chosen = new Set<string>();
  for (const name of names) {
    const found = offered.find(isOf(name)) as OfferedCheckpoint;
    if (chosen.has(found.name)) {
      throw new RunSpecError(`The checkpoint "${name}" is named twice.`, "checkpoints");
    }
    chosen.add(found.name);
  }
  return offered.filter((c) => chosen.has(c.name)).map(strip);
}
