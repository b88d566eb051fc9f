/** Round tick values (1, 2 or 5 times a power of ten apart) from the first at or below `low` to the first at or above `high`. */
export function niceTicks(low: number, high: number, count = 5): number[] {
  const span = high - low;
  if (!(span > 0) || !Number.isFinite(span)) return [low];
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map(factor => factor * power).find(size => size >= rough * 0.999) ?? 10 * power;
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  const first = Math.floor(low / step + 1e-9);
  const last = Math.ceil(high / step - 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toFixed(decimals)));
}

/** Smallest axis of round ticks that holds all finite values and zero; at least `minimum` high. */
export function zeroBasedTicks(values: Iterable<number | null>, minimum = 0.1): number[] {
  let low = 0;
  let high = minimum;
  for (const value of values) {
    if (value === null || !Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return niceTicks(low, high);
}

/** Linear scale from [low, high] to [from, to]. */
export function linearScale(domain: readonly [number, number], range: readonly [number, number]) {
  const [low, high] = domain;
  const [from, to] = range;
  const factor = high === low ? 0 : (to - from) / (high - low);
  return (value: number): number => from + (value - low) * factor;
}
