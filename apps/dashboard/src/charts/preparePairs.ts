import type { Estimate } from "@/format/estimate";

export interface Pair extends Estimate {
  readonly factor: string;
  readonly withFactor: string;
}

/**
 * Upper triangle of factors × factors: row i, column j holds the pair for i < j, else null.
 * A pair is found whichever of its factors comes first.
 */
export function preparePairMatrix(pairs: readonly Pair[], factors: readonly string[]): (Pair | null)[][] {
  const byKey = new Map(
    pairs.flatMap((pair) => [
      [`${pair.factor}/${pair.withFactor}`, pair] as const,
      [`${pair.withFactor}/${pair.factor}`, pair] as const,
    ]),
  );
  return factors.map((row, i) =>
    factors.map((column, j) => (i < j ? (byKey.get(`${row}/${column}`) ?? null) : null)),
  );
}
