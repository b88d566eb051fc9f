import { decimalsFor, type Estimate } from "./estimate";
import { formatFixed, formatTenths, THIN } from "./number";

/** Decimals of a percentage: accuracies of a few hundred images are never surer than a tenth of a point. */
function percentDecimals(halfWidth: number | null): number {
  return halfWidth === null ? 1 : Math.min(1, decimalsFor(halfWidth * 100));
}

/** An accuracy as "71 % ± 3 %"; without a half width with one decimal. */
export function formatAccuracy(value: number, halfWidth: number | null): string {
  if (halfWidth === null) return formatTenths(value);
  const decimals = percentDecimals(halfWidth);
  const percent = (share: number) => `${formatFixed(share * 100, decimals)}${THIN}%`;
  return `${percent(value)} ± ${percent(halfWidth)}`;
}

/** A difference of accuracies in percentage points, with its sign: "−12 ± 3 points"; null halves are left out. */
export function formatPoints({ value, halfWidth }: Estimate): string {
  return `${pointsText({ value, halfWidth }, true)} points`;
}

/** The same without sign and word, for sentences that say the direction: "12 ± 3". */
export function formatPointsSize({ value, halfWidth }: Estimate): string {
  return pointsText({ value: Math.abs(value ?? 0), halfWidth }, false);
}

function pointsText({ value, halfWidth }: Estimate, isSigned: boolean): string {
  const decimals = percentDecimals(halfWidth);
  const text = formatFixed((value ?? 0) * 100, decimals);
  const signed = isSigned && /^[^\u2212]*[1-9]/.test(text) ? `+${text}` : text;
  return halfWidth === null ? signed : `${signed} ± ${formatFixed(halfWidth * 100, decimals)}`;
}
