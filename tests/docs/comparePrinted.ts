const NUMBER = /[-+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?/gi;
/**
 * What another processor may print otherwise, since it sums in another order: last digits, and of accuracies an image or two
 * of a hundred.
 */
const UNITS_OF_LAST_DIGIT = 3;
const SHARE = 0.05;

/**
 * Where a text that was printed differs from what a page shows; null where it does not. Runs of blanks count as one. A line
 * `...` of the page stands for any number of lines, `...` inside a line for any text. Numbers
 * with decimals may differ by three units of the last one, or by 5 %.
 */
export function differenceFrom(shown: string, printed: string): string | null {
  const wanted = linesOf(shown);
  const found = linesOf(printed);
  const fits = matchLines(wanted, found, new Map(), 0, 0);
  if (fits) return null;
  const missing = wanted.filter((line) => line !== "..." && !found.some((other) => lineFits(line, other)));
  const about =
    missing.length > 0
      ? `not printed: ${missing.join("\n             ")}`
      : "lines are printed in another order, or others between them";
  return `${about}\nprinted was:\n${printed}`;
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim().replace(/\s+/g, " "))
    .filter((line) => line !== "");
}

function matchLines(
  wanted: string[],
  found: string[],
  known: Map<string, boolean>,
  w: number,
  f: number,
): boolean {
  const key = `${w}:${f}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const fits =
    w === wanted.length
      ? f === found.length
      : wanted[w] === "..."
        ? matchLines(wanted, found, known, w + 1, f) ||
          (f < found.length && matchLines(wanted, found, known, w, f + 1))
        : f < found.length && lineFits(wanted[w], found[f]) && matchLines(wanted, found, known, w + 1, f + 1);
  known.set(key, fits);
  return fits;
}

function lineFits(wanted: string, found: string): boolean {
  const numbers = [...wanted.matchAll(NUMBER)].map(([text]) => text);
  const pattern = wanted
    .split(NUMBER)
    .map((text) => text.split("...").map(escaped).join(".*"))
    // A number may be cut off: "0.423...".
    .reduce(
      (all, text, i) =>
        `${all}(${NUMBER.source})${text.startsWith(".*") && numbers[i - 1]?.includes(".") ? text.replace(".*", "\\d*.*") : text}`,
    );
  const match = new RegExp(`^${pattern}$`, "i").exec(found);
  return match !== null && numbers.every((text, i) => numberFits(text, match[i + 1]));
}

function numberFits(wanted: string, found: string): boolean {
  const decimals = /\.(\d+)/.exec(wanted)?.[1].length ?? 0;
  const [a, b] = [wanted, found].map((text) => Number(text.replaceAll(",", "")));
  if (decimals === 0) return a === b;
  const exponent = Number(/e([-+]?\d+)/i.exec(wanted)?.[1] ?? 0);
  return (
    Math.abs(a - b) <=
    Math.max((UNITS_OF_LAST_DIGIT + 0.5) * 10 ** (exponent - decimals), SHARE * Math.abs(a))
  );
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
