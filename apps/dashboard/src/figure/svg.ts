const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export interface GridCell {
  /** "#rrggbb", or null for a cell without a value, which is hatched. */
  readonly fill: string | null;
  readonly text?: string;
  readonly ink?: string;
  /** Dots over the colour: a value whose interval is not to be trusted. */
  readonly isDotted?: boolean;
}

export interface GridPicture {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly { readonly label: string; readonly cells: readonly GridCell[] }[];
  readonly cellWidth: number;
  readonly cellHeight: number;
  /** Width of the column of row labels, px; 0 leaves labels out. */
  readonly labelWidth: number;
}

const FONT = "Inter, system-ui, sans-serif";

/** A grid of coloured cells with labels as a stand-alone SVG document; light paper whatever the theme. */
export function gridSvg(picture: GridPicture): string {
  const { columns, rows, cellWidth, cellHeight, labelWidth } = picture;
  const top = columns.length > 0 ? 52 : 32;
  const widest = Math.max(0, ...rows.map((row) => row.cells.length));
  const width = labelWidth + widest * cellWidth + 16;
  const height = top + rows.length * cellHeight + 16;
  const text = (x: number, y: number, content: string, extra: string) =>
    `<text x="${x}" y="${y}" font-family="${FONT}" ${extra}>${escapeXml(content)}</text>`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="#f1f5f9"/><line x1="0" y1="0" x2="0" y2="6" stroke="#94a3b8" stroke-width="2"/></pattern><pattern id="dots" width="4" height="4" patternUnits="userSpaceOnUse"><circle cx="2" cy="2" r="1" fill="#0f172a" stroke="#ffffff" stroke-width="0.4"/></pattern></defs>',
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    text(8, 20, picture.title, 'font-size="13" font-weight="600" fill="#0f172a"'),
  ];
  columns.forEach((column, at) => {
    const x = labelWidth + 8 + (at + 0.5) * cellWidth;
    parts.push(text(x, top - 8, column, 'font-size="11" fill="#475569" text-anchor="middle"'));
  });
  rows.forEach((row, line) => {
    const y = top + line * cellHeight;
    if (labelWidth > 0)
      parts.push(text(8, y + cellHeight / 2 + 4, row.label, 'font-size="12" fill="#0f172a"'));
    row.cells.forEach((cell, at) => {
      const x = labelWidth + 8 + at * cellWidth;
      parts.push(
        `<rect x="${x}" y="${y}" width="${cellWidth}" height="${cellHeight}" fill="${cell.fill ?? "url(#hatch)"}"/>`,
      );
      if (cell.isDotted)
        parts.push(`<rect x="${x}" y="${y}" width="${cellWidth}" height="${cellHeight}" fill="url(#dots)"/>`);
      if (!cell.text) return;
      const style = `font-size="11" fill="${cell.ink ?? "#0f172a"}" text-anchor="middle"`;
      parts.push(text(x + cellWidth / 2, y + cellHeight / 2 + 4, cell.text, style));
    });
  });
  return `${parts.join("\n")}\n</svg>\n`;
}

const STYLES = [
  "fill",
  "fill-opacity",
  "stroke",
  "stroke-width",
  "stroke-dasharray",
  "stroke-opacity",
  "opacity",
  "font-size",
  "font-weight",
  "font-family",
  "text-anchor",
  "visibility",
] as const;

/** A drawn SVG element as a stand-alone document: computed styles are written in, and a ground is laid under it. */
function serialiseSvg(source: SVGSVGElement): string {
  const copy = source.cloneNode(true) as SVGSVGElement;
  const originals = [source, ...source.querySelectorAll<SVGElement>("*")];
  const copies = [copy, ...copy.querySelectorAll<SVGElement>("*")];
  originals.forEach((original, at) => {
    const computed = getComputedStyle(original);
    const target = copies[at]!;
    target.removeAttribute("class");
    for (const name of STYLES) target.style.setProperty(name, computed.getPropertyValue(name));
  });
  const { width, height } = source.getBoundingClientRect();
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", String(Math.ceil(width)));
  copy.setAttribute("height", String(Math.ceil(height)));
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute(
    "fill",
    getComputedStyle(document.documentElement).getPropertyValue("--surface").trim(),
  );
  copy.prepend(ground);
  return new XMLSerializer().serializeToString(copy);
}

/**
 * All drawings inside an element as one SVG document, each at its place; text of elements marked with
 * `data-figure-text` comes along. Null while nothing is drawn.
 */
export function serialiseFigure(container: HTMLElement | null): string | null {
  const drawings = [
    ...(container?.querySelectorAll<SVGSVGElement>(
      "svg.recharts-surface, svg[role=img], svg[data-figure-drawing]",
    ) ?? []),
  ];
  if (!container || drawings.length === 0) return null;
  const frame = container.getBoundingClientRect();
  const ground = getComputedStyle(document.documentElement).getPropertyValue("--surface").trim();
  const size = `width="${Math.ceil(frame.width)}" height="${Math.ceil(frame.height)}"`;
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size}>`,
    `<rect width="100%" height="100%" fill="${ground}"/>`,
  ];
  for (const drawing of drawings) {
    const place = drawing.getBoundingClientRect();
    parts.push(
      `<g transform="translate(${place.left - frame.left} ${place.top - frame.top})">${serialiseSvg(drawing)}</g>`,
    );
  }
  for (const label of container.querySelectorAll<HTMLElement>("[data-figure-text]")) {
    const place = label.getBoundingClientRect();
    const style = getComputedStyle(label);
    const at = `x="${place.left - frame.left}" y="${place.bottom - frame.top - 5}"`;
    const look = `font-family="${FONT}" font-size="${style.fontSize}" font-weight="${style.fontWeight}" fill="${style.color}"`;
    parts.push(`<text ${at} ${look}>${escapeXml(label.textContent ?? "")}</text>`);
  }
  return `${parts.join("\n")}\n</svg>\n`;
}
