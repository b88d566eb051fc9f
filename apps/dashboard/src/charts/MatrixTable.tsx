"use client";

import type { ReactNode } from "react";
import { MISSING } from "@/format/number";
import { type ColourScale, scaleColour, scaleInk } from "./colourScale";

export interface MatrixCell {
  /** Null where it does not exist; `title` then says why. */
  readonly value: number | null;
  readonly text: string;
  readonly title: string;
}

interface MatrixTableProps {
  /** What a row is, read out in the corner. */
  readonly corner: string;
  readonly rows: readonly { readonly key: string; readonly label: ReactNode }[];
  readonly columns: readonly { readonly key: string; readonly label: string }[];
  readonly cell: (row: number, column: number) => MatrixCell;
  readonly scale: ColourScale;
  /** Makes cells buttons. */
  readonly onChoose?: (row: number, column: number) => void;
  readonly isChosen?: (row: number, column: number) => boolean;
  readonly testId?: string;
}

/** A matrix as an annotated heat map: the number inside every cell, more on hover. */
export function MatrixTable(props: MatrixTableProps) {
  const { corner, rows, columns, cell, scale, onChoose, isChosen, testId } = props;
  return (
    <div className="overflow-x-auto">
      <table
        data-testid={testId}
        style={{ minWidth: 128 + 72 * columns.length }}
        className="w-full table-fixed border-separate border-spacing-0.5 text-xs"
      >
        <thead>
          <tr>
            <th className="w-32 text-left align-bottom font-medium text-muted">{corner}</th>
            {columns.map(({ key, label }) => (
              <th key={key} className="pb-1 align-bottom font-normal text-muted">
                <span className="block break-words leading-4">{label}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, r) => (
            <tr key={row.key}>
              <th scope="row" className="truncate pr-2 text-left text-sm font-normal">
                {row.label}
              </th>
              {columns.map(({ key }, c) => {
                const { value, text, title } = cell(r, c);
                if (value === null) {
                  return (
                    <td key={key} className="p-0">
                      <span
                        title={title}
                        className="flex h-8 items-center justify-center rounded-sm bg-sunken text-muted"
                      >
                        {MISSING}
                      </span>
                    </td>
                  );
                }
                const style = { background: scaleColour(value, scale), color: scaleInk(value, scale) };
                const chosen = isChosen?.(r, c) ?? false;
                return (
                  <td key={key} className="p-0">
                    {onChoose ? (
                      <button
                        type="button"
                        title={title}
                        aria-pressed={chosen}
                        onClick={() => onChoose(r, c)}
                        style={style}
                        className={`h-8 w-full rounded-sm font-medium ${chosen ? "ring-2 ring-accent ring-offset-2 ring-offset-surface" : ""}`}
                      >
                        {text}
                      </button>
                    ) : (
                      <span
                        title={title}
                        style={style}
                        className="flex h-8 items-center justify-center rounded-sm font-medium"
                      >
                        {text}
                      </span>
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
