"use client";

import type { DocumentNode } from "graphql";
import { print } from "graphql";
import { Code, FileImage, FileSpreadsheet, Image as ImageIcon, Link2, Table2, Terminal } from "lucide-react";
import { useState } from "react";
import { useApiUrl } from "@/api/ApiProvider";
import { toCsv } from "./csv";
import { toCurl } from "./curl";
import { canvasToPng, saveBlob, saveText, svgToPng } from "./save";

/** Where a figure's data come from and how the figure is written to a file. */
export interface FigureSource {
  /** Without extension. */
  readonly fileName: string;
  readonly table: () => (string | number | null)[][];
  /** The figure as an SVG document; null while it is not drawn. */
  readonly svg?: () => string | null;
  /** A canvas to save as PNG instead of the SVG. */
  readonly canvas?: () => HTMLCanvasElement | null;
  readonly query: DocumentNode;
  readonly variables: Readonly<Record<string, unknown>>;
}

interface FigureMenuProps {
  readonly source: FigureSource;
  readonly showsTable: boolean;
  readonly onTable: () => void;
  readonly onDone: () => void;
}

/** Table, CSV, SVG, PNG, link, and the GraphQL query behind the figure with a curl line. */
export function FigureMenu({ source, showsTable, onTable, onDone }: FigureMenuProps) {
  const apiUrl = useApiUrl();
  const [message, setMessage] = useState("");
  const copy = async (text: string, what: string) => {
    try {
      await navigator.clipboard.writeText(text);
      setMessage(`${what} copied.`);
    } catch {
      setMessage("This browser does not let pages copy here; use the address bar or CSV instead.");
    }
  };
  const saveSvg = () => {
    const svg = source.svg?.();
    if (svg) saveText(svg, "image/svg+xml", `${source.fileName}.svg`);
    onDone();
  };
  const savePng = async () => {
    try {
      const canvas = source.canvas?.();
      const svg = canvas ? null : source.svg?.();
      if (canvas) saveBlob(await canvasToPng(canvas), `${source.fileName}.png`);
      else if (svg) saveBlob(await svgToPng(svg), `${source.fileName}.png`);
      onDone();
    } catch (error) {
      setMessage(error instanceof Error ? error.message : "The picture could not be made.");
    }
  };
  const items = [
    { label: showsTable ? "Hide the table" : "Show as table", Icon: Table2, act: onTable },
    {
      label: "Data as CSV",
      Icon: FileSpreadsheet,
      act: () => {
        saveText(toCsv(source.table()), "text/csv", `${source.fileName}.csv`);
        onDone();
      },
    },
    ...(source.svg ? [{ label: "Figure as SVG", Icon: FileImage, act: saveSvg }] : []),
    ...(source.svg || source.canvas
      ? [{ label: "Figure as PNG", Icon: ImageIcon, act: () => void savePng() }]
      : []),
    { label: "Copy link to this view", Icon: Link2, act: () => void copy(window.location.href, "Link") },
    { label: "Copy GraphQL query", Icon: Code, act: () => void copy(print(source.query), "Query") },
    {
      label: "Copy as curl",
      Icon: Terminal,
      act: () => void copy(toCurl(apiUrl, print(source.query), source.variables), "Curl line"),
    },
  ];
  return (
    <div>
      <ul className="-mx-1">
        {items.map(({ label, Icon, act }) => (
          <li key={label}>
            <button
              type="button"
              onClick={act}
              className="flex w-full items-center gap-2 rounded px-2 py-1.5 text-left hover:bg-sunken"
            >
              <Icon aria-hidden className="size-4 text-muted" />
              {label}
            </button>
          </li>
        ))}
      </ul>
      <p role="status" className="min-h-4 px-1 text-xs text-muted">
        {message}
      </p>
      <details className="mt-1 border-t border-border px-1 pt-2">
        <summary className="text-xs text-muted">Show the query</summary>
        <pre className="mt-2 max-h-56 overflow-auto rounded bg-sunken p-2 font-mono text-xs">
          {print(source.query)}
        </pre>
      </details>
    </div>
  );
}
