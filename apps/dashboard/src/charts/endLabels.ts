export interface EndLabel {
  readonly key: string;
  /** Where the line ends, px from the top. */
  readonly y: number;
}

/**
 * Moves labels apart so that neighbours are at least `gap` px from each other and none leaves [top, bottom];
 * order is kept. When they cannot all fit they are spread evenly.
 *
 * @returns the label's y by key, px.
 */
export function spreadLabels(
  labels: readonly EndLabel[],
  gap: number,
  top: number,
  bottom: number,
): Map<string, number> {
  const sorted = [...labels].sort((a, b) => a.y - b.y);
  const room = bottom - top;
  const step = sorted.length > 1 ? Math.min(gap, room / (sorted.length - 1)) : gap;
  const placed: number[] = [];
  sorted.forEach((label, index) => {
    const lowest = index === 0 ? top : placed[index - 1]! + step;
    placed.push(Math.max(lowest, label.y));
  });
  for (let index = placed.length - 1, ceiling = bottom; index >= 0; index--) {
    placed[index] = Math.min(placed[index]!, ceiling);
    ceiling = placed[index]! - step;
  }
  return new Map(sorted.map((label, index) => [label.key, placed[index]!]));
}
