/** What a command reports of one checkpoint: as a program reads it, with the names of the API, and as a person does. */
export interface Report {
  readonly data: object;
  readonly lines: readonly string[];
}

/** NaN and infinity become null. */
export function numberOrNull(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

/** As `numberOrNull`, in a table. */
export function numbersOrNull(rows: readonly (readonly number[])[]): (number | null)[][] {
  return rows.map((row) => row.map(numberOrNull));
}

/** "0.53", "-0.10"; "-" where there is no number. */
export function shortNumber(value: number): string {
  // A rounded -0.004 is no negative zero.
  return Number.isFinite(value) ? value.toFixed(2).replace(/^-(0\.00)$/, "$1") : "-";
}
