/** Round tick values (1, 2 or 5 times a power of ten apart) from the first at or below `low` to the first at or above `high`. */
export function niceTicks(low: number, high: number, count = 5): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step =
    [1, 2, 5, 10].map((factor) => factor * power).find((size) => size >= rough * 0.999) ?? 10 * power;
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) =>
    Number(((first + index) * step).toFixed(decimals)),
  );
}

/** An axis that starts at zero, or a little below the lowest value where there are negative ones. */
export interface Axis {
  readonly low: number;
  readonly high: number;
  /** Round values within [low, high]; zero is one of them. */
  readonly ticks: readonly number[];
}

/** Smallest such axis that holds all finite values and zero; its upper end is a round value of at least `minimum`. */
export function zeroBasedAxis(values: Iterable<number | null>, minimum = 0.1): Axis {
  let low = 0;
  let high = minimum;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const ticks = niceTicks(low, high);
  const end = ticks.at(-1) ?? high;
  const padded = low < 0 ? Math.max(ticks[0] ?? low, low - 0.015 * (end - low)) : 0;
  return { low: padded, high: end, ticks: ticks.filter((tick) => tick >= padded) };
}

/** Decimals that tell an axis' ticks apart. */
export function tickDecimals(ticks: readonly number[]): number {
  const step = (ticks[1] ?? 1) - (ticks[0] ?? 0);
  return step < 0.0999 ? 2 : step < 0.999 ? 1 : 0;
}

/** Linear scale from [low, high] to [from, to]. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]) {
  const [low, high] = domain;
  const [from, to] = range;
  const factor = high === low ? 0 : (to - from) / (high - low);
  return (value: number): number => from + (value - low) * factor;
}
