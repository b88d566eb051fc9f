import { type IntervalEstimate, printableInLine } from "@unitscope/core/commandLine";

/** A text, or a number with its half width. */
export type Cell = { readonly text: string } | { readonly estimate: IntervalEstimate };

/** A table that a paper or a program takes. */
export interface PaperTable {
  readonly caption: string;
  /** What people read above each column. */
  readonly header: readonly string[];
  /** What programs call each column; a number has a second column, its half width. */
  readonly keys: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table in Markdown (GitHub's), the caption below. */
export function markdownTable({ caption, header, rows }: PaperTable): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const escaped = (text: string) => printableInLine(text).replace(/[|\\`*_<>[\]]/g, "\\$&");
  const isNumber = header.map((_, column) => rows.some((row) => "estimate" in (row[column] ?? {})));
  return [
    line(header.map(escaped)),
    line(isNumber.map((yes) => (yes ? "---:" : "---"))),
    ...rows.map((row) =>
      line(row.map((cell) => ("text" in cell ? escaped(cell.text) : estimateText(cell.estimate)))),
    ),
    "",
    escaped(caption),
  ];
}

/** A table in LaTeX, with the rules of the package booktabs. */
export function latexTable({ caption, header, rows }: PaperTable): string[] {
  const line = (cells: readonly string[]) => `  ${cells.join(" & ")} \\\\`;
  const columns = header.map((_, column) =>
    rows.some((row) => "estimate" in (row[column] ?? {})) ? "r" : "l",
  );
  const number = (estimate: IntervalEstimate) =>
    Number.isNaN(estimate.value) ? "--" : `$${estimateText(estimate).replace("±", "\\pm")}$`;
  return [
    "% \\usepackage{booktabs}",
    "\\begin{table}",
    `  \\caption{${latexText(caption)}}`,
    `  \\begin{tabular}{${columns.join("")}}`,
    "  \\toprule",
    line(header.map(latexText)),
    "  \\midrule",
    ...rows.map((row) =>
      line(row.map((cell) => ("text" in cell ? latexText(cell.text) : number(cell.estimate)))),
    ),
    "  \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
  ];
}

/** A table in CSV: numbers in full, an empty cell where undefined. */
export function csvTable({ keys, rows }: PaperTable): string[] {
  const isNumber = keys.map((_, column) => rows.some((row) => "estimate" in (row[column] ?? {})));
  const header = keys.flatMap((key, column) => (isNumber[column] ? [key, `${key}_half_width`] : [key]));
  const quote = (text: string) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const number = (value: number) => (Number.isFinite(value) ? String(value) : "");
  return [
    header.join(),
    ...rows.map((row) =>
      row
        .flatMap((cell, column) => {
          if ("estimate" in cell) return [number(cell.estimate.value), number(cell.estimate.halfWidth)];
          return isNumber[column] ? [cell.text, ""] : [quote(cell.text)];
        })
        .join(),
    ),
  ];
}

/** "0.481 ± 0.095"; "undefined" where there is no value. */
function estimateText({ value, halfWidth }: IntervalEstimate): string {
  if (Number.isNaN(value)) return "undefined";
  // A rounded -0.0004 is no negative zero.
  const text = value.toFixed(3).replace(/^-(0\.000)$/, "$1");
  return `${text} ± ${Number.isNaN(halfWidth) ? "?" : halfWidth.toFixed(3)}`;
}

const LATEX: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  "±": "$\\pm$",
  "|": "$\\vert$",
};

function latexText(text: string): string {
  return printableInLine(text).replace(
    /[\\~^±|&%$#_{}]/g,
    (character) => LATEX[character] ?? `\\${character}`,
  );
}
