/** The value when it is one of the choices, else the fallback: what stands in a URL is never trusted. */
export function oneOf<T extends string, F extends T | null>(
  value: string | null,
  choices: readonly T[],
  fallback: F,
): T | F {
  return choices.find((choice) => choice === value) ?? fallback;
}

/** A whole number within [low, high], else the fallback. */
export function wholeWithin(value: string | null, low: number, high: number, fallback: number): number {
  if (value === null || !/^\d+$/.test(value)) return fallback;
  const number = Number(value);
  return number >= low && number <= high ? number : fallback;
}

/** A number within [low, high], else the fallback. */
export function numberWithin(value: string | null, low: number, high: number, fallback: number): number {
  const number = value === null || value.trim() === "" ? Number.NaN : Number(value);
  return number >= low && number <= high ? number : fallback;
}

/** Entries of a comma-separated list, without empty ones and doubles. */
export function listOf(value: string | null): string[] {
  return [...new Set((value ?? "").split(",").filter(Boolean))];
}

/** The query part of a URL after changes; null takes a name out. Empty when nothing is left. */
export function withChanges(search: string, changes: Readonly<Record<string, string | null>>): string {
  const next = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null || value === "") next.delete(name);
    else next.set(name, value);
  }
  const text = next.toString().replaceAll("%2C", ",");
  return text ? `?${text}` : "";
}

/** Where a run's page is; ids are opaque, so they are encoded. */
export function runPath(id: string): string {
  return `/runs/${encodeURIComponent(id)}`;
}

/** Where masks of a run are made and studied. */
export function maskingPath(runId: string): string {
  return `${runPath(runId)}/masking`;
}

/** Where a stored mask is. */
export function maskPath(id: string): string {
  return `/masks/${encodeURIComponent(id)}`;
}

/** Where a masking study of a run is started. */
export function newStudyPath(runId: string): string {
  return `${runPath(runId)}/studies/new`;
}

/** Where a masking study is. */
export function studyPath(id: string): string {
  return `/studies/${encodeURIComponent(id)}`;
}

/** Where a unit's page is. */
export function unitPath(runId: string, checkpoint: string, channel: number, y: number, x: number): string {
  return `${runPath(runId)}/units/${encodeURIComponent(checkpoint)}/${channel}${withChanges("", { y: String(y), x: String(x) })}`;
}

/** Where runs are compared; the first is the baseline. */
export function comparePath(ids: readonly string[]): string {
  return `/compare${withChanges("", { runs: ids.join(",") })}`;
}

/** A path segment as the router gives it, decoded; an ill-formed one is taken as it is. */
export function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
