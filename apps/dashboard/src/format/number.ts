/** Narrow no-break space: separates thousands and units without ever breaking the line. */
export const THIN = "\u202f";
/** What stands for a value that does not exist. Its reason belongs in the element's title. */
export const MISSING = "\u2013";

function withMinus(text: string): string {
  return text.replace("-", "\u2212");
}

/** A whole number with thin spaces in thousands: 553 448. */
export function formatCount(value: number): string {
  return withMinus(
    Math.round(value)
      .toString()
      .replace(/\B(?=(\d{3})+(?!\d))/g, THIN),
  );
}

/** A number with a fixed count of decimals and a true minus sign; never "−0.00". */
export function formatFixed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return withMinus(Number(text) === 0 ? (0).toFixed(decimals) : text);
}

/** A p value to three decimals, "< 0.001" below them, a dash where there is none. */
export function formatPValue(p: number | null): string {
  if (p === null) return MISSING;
  return p < 0.001 ? "< 0.001" : formatFixed(p, 3);
}

/** Bytes as people say them: 2.8 MB. */
export function formatBytes(bytes: number): string {
  const units = ["B", "kB", "MB", "GB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)}${THIN}${units[unit]}`;
}

/** A tensor shape: 16 × 32 × 32; an open axis (-1) is "batch". */
export function formatShape(shape: readonly number[]): string {
  return shape.map((size) => (size < 0 ? "batch" : formatCount(size))).join(" × ");
}

/** A share of the whole, 0..1, as a percentage without decimals; 100 % only when nothing is missing. */
export function formatShare(share: number): string {
  return `${share < 1 ? Math.min(99, Math.floor(share * 100)) : 100}${THIN}%`;
}

/** A share of the whole, 0..1, as a percentage with one decimal: "10.2 %". */
export function formatTenths(share: number): string {
  return `${formatFixed(share * 100, 1)}${THIN}%`;
}

/** A short list in words: "a", "a and b", "a, b and c". */
export function formatList(words: readonly string[]): string {
  return words.length < 2 ? (words[0] ?? "") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
