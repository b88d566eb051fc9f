/** Nearest whole number, ties to even: Python's `round`, NumPy's `rint`, torch's `round`. Never -0. */
export function roundHalfEven(value: number): number {
  const below = Math.floor(value);
  const rest = value - below;
  if (rest < 0.5) return below + 0;
  if (rest > 0.5) return below + 1;
  return below % 2 === 0 ? below + 0 : below + 1;
}
