import { gridSvg } from "@/figure/svg";
import { type ColourScale, scaleColour, scaleInk } from "./colourScale";
import type { MatrixCell } from "./MatrixTable";

interface MatrixPicture {
  readonly title: string;
  readonly rows: readonly string[];
  readonly columns: readonly string[];
  readonly cell: (row: number, column: number) => MatrixCell;
  readonly scale: ColourScale;
}

/** A matrix as a stand-alone SVG document. */
export function matrixSvg({ title, rows, columns, cell, scale }: MatrixPicture): string {
  return gridSvg({
    title,
    columns,
    rows: rows.map((label, r) => ({
      label,
      cells: columns.map((_, c) => {
        const { value, text } = cell(r, c);
        return value === null
          ? { fill: null }
          : { fill: scaleColour(value, scale), text, ink: scaleInk(value, scale) };
      }),
    })),
    cellWidth: 84,
    cellHeight: 28,
    labelWidth: 132,
  });
}
