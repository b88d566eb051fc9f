import { formatFixed, MISSING, THIN } from "./number";

/** A number with the half width of its 95 % interval; null where it does not exist. */
export interface Estimate {
  readonly value: number | null;
  readonly halfWidth: number | null;
}

/**
 * Decimals that a half width supports: its first significant digit, and the second when the first is 1 or 2
 * (0.004 gives 3, 0.012 gives 3, 0.23 gives 2, 0.4 gives 1). Without a half width: 3.
 */
export function decimalsFor(halfWidth: number | null): number {
  if (halfWidth === null || !Number.isFinite(halfWidth) || halfWidth <= 0) return 3;
  const exponent = Math.floor(Math.log10(halfWidth));
  const leading = Math.round(halfWidth / 10 ** (exponent - 1)) / 10;
  return Math.min(6, Math.max(0, leading < 3 ? 1 - exponent : -exponent));
}

function isNumber(value: number | null | undefined): value is number {
  return value !== null && value !== undefined && Number.isFinite(value);
}

/** "0.123 ± 0.004"; the value alone when there is no half width; a dash when there is no value. */
export function formatEstimate({ value, halfWidth }: Estimate): string {
  if (!isNumber(value)) return MISSING;
  const decimals = decimalsFor(halfWidth);
  const text = formatFixed(value, decimals);
  return isNumber(halfWidth) ? `${text} ± ${formatFixed(halfWidth, decimals)}` : text;
}

/** The value alone, with the digits its half width supports. */
export function formatValue({ value, halfWidth }: Estimate): string {
  return isNumber(value) ? formatFixed(value, decimalsFor(halfWidth)) : MISSING;
}

/** A share of variance as "34 % ± 2 %". */
export function formatPercent({ value, halfWidth }: Estimate): string {
  if (!isNumber(value)) return MISSING;
  const decimals = decimalsFor(halfWidth === null ? null : halfWidth * 100);
  const percent = (share: number) => `${formatFixed(share * 100, Math.min(decimals, 2))}${THIN}%`;
  return isNumber(halfWidth) ? `${percent(value)} ± ${percent(halfWidth)}` : percent(value);
}

/** A half width alone, with the digits it supports: "0.23". */
export function formatHalfWidth(halfWidth: number): string {
  return formatFixed(halfWidth, decimalsFor(halfWidth));
}

/** True when a share or its half width, as it would be written, is above 100 %. */
function isBeyondAll(share: number, decimals: number): boolean {
  return Number((share * 100).toFixed(decimals)) > 100;
}

/**
 * A share of something in words: "34 % ± 3 % of the variance". No share is above 1 in truth, so an estimate above it
 * is told as "more than all of the variance (1.5 ± 0.6: sampling error)", and one below -1 or with a half width above 1 as a plain number.
 */
export function formatShareOf({ value, halfWidth }: Estimate, whole: string): string {
  if (!isNumber(value)) return `${MISSING} of ${whole}`;
  const decimals = Math.min(2, decimalsFor(halfWidth === null ? null : halfWidth * 100));
  const text = formatEstimate({ value, halfWidth });
  if (isBeyondAll(value, decimals)) return `more than all of ${whole} (${text}: sampling error)`;
  if (isBeyondAll(Math.max(-value, halfWidth ?? 0), decimals)) return `${text} of ${whole}`;
  return `${formatPercent({ value, halfWidth })} of ${whole}`;
}

/** A difference with its sign: "+0.12 ± 0.03". */
export function formatDifference(estimate: Estimate): string {
  const text = formatEstimate(estimate);
  return isNumber(estimate.value) && estimate.value > 0 && /[1-9]/.test(text.split(" ")[0]!)
    ? `+${text}`
    : text;
}

/** True only where the 95 % interval exists and leaves zero out. */
export function excludesZero({ value, halfWidth }: Estimate): boolean {
  return isNumber(value) && isNumber(halfWidth) && Math.abs(value) > halfWidth;
}

/** True when both intervals exist and do not touch: a is then above b beyond both intervals. */
export function isClearlyAbove(a: Estimate, b: Estimate): boolean {
  if (!isNumber(a.value) || !isNumber(b.value)) return false;
  if (!isNumber(a.halfWidth) || !isNumber(b.halfWidth)) return false;
  return a.value - a.halfWidth > b.value + b.halfWidth;
}
