/**
 * Where a value stands among the units of its checkpoint, from the quantiles that the API gives:
 * "above 95 % of the units", "between 25 % and 50 % of the units", or null when it cannot be told.
 */
export function standing(
  value: number | null,
  quantiles: readonly { readonly p: number; readonly value?: number | null }[],
): string | null {
  const known = quantiles
    .flatMap((entry) => (entry.value == null ? [] : [{ p: entry.p, value: entry.value }]))
    .sort((a, b) => a.p - b.p);
  if (value === null || known.length === 0) return null;
  const percent = (p: number) => `${Number((p * 100).toFixed(1))}\u202f%`;
  const below = known.findLast((entry) => entry.value <= value);
  const above = known.find((entry) => entry.value > value);
  if (!below) return `below ${percent(1 - known[0]!.p)} of the units`;
  if (!above) return below.p >= 1 ? "the highest of all units" : `above ${percent(below.p)} of the units`;
  return `above ${percent(below.p)} of the units, below ${percent(1 - above.p)}`;
}

export interface UnitPlace {
  readonly channel: number;
  readonly y: number;
  readonly x: number;
}

/** The units before and after a unit in the order channel, y, x; null at the checkpoint's ends. */
export function neighbours(
  place: UnitPlace,
  shape: readonly number[],
): { previous: UnitPlace | null; next: UnitPlace | null } {
  const [channels = 1, height = 1, width = 1] = shape;
  const flat = (place.channel * height + place.y) * width + place.x;
  const at = (index: number): UnitPlace | null =>
    index < 0 || index >= channels * height * width
      ? null
      : {
          channel: Math.floor(index / (height * width)),
          y: Math.floor(index / width) % height,
          x: index % width,
        };
  return { previous: at(flat - 1), next: at(flat + 1) };
}
