/** How the runs of a comparison are told apart: the baseline's lines are solid, the others dashed. */
export const RUN_DASHES: readonly string[] = ["", "6 4", "2 3", "9 3 2 3", "12 4", "4 2 1 2"];

/** Dash pattern of the run at a position; the first is solid. */
export function runDash(position: number): string {
  return RUN_DASHES[position % RUN_DASHES.length]!;
}
