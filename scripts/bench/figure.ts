/** One measured figure beside the bar it is held against. */
export interface Figure {
  readonly figure: string;
  readonly value: number;
  /** What is wanted; null where the figure explains others. */
  readonly bar: { readonly atLeast: number } | { readonly atMost: number } | null;
  /** What the value rests on. */
  readonly detail: string;
}

/** Whether the figure meets its bar; null without one. */
export function isMet({ value, bar }: Figure): boolean | null {
  if (bar === null) return null;
  return "atLeast" in bar ? value >= bar.atLeast : value <= bar.atMost;
}

/** Figures as the lines of a Markdown table. */
export function markdownTable(figures: readonly Figure[]): string {
  const lines = ["| figure | value | bar | met | measured from |", "|---|---|---|---|---|"];
  for (const one of figures) {
    const { figure, value, bar, detail } = one;
    const wanted = bar === null ? "" : "atLeast" in bar ? `>= ${bar.atLeast}` : `<= ${bar.atMost}`;
    const met = isMet(one);
    lines.push(
      `| ${figure} | ${Number(value.toPrecision(3))} | ${wanted} | ${met === null ? "" : met ? "yes" : "no"} | ${detail} |`,
    );
  }
  return lines.join("\n");
}
