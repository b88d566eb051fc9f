import { formatCount, MISSING } from "@/format/number";

interface FigureTableProps {
  readonly title: string;
  /** The first row holds the names of the columns. */
  readonly table: readonly (readonly (string | number | null)[])[];
}

/** More rows are for the CSV. */
const MOST_ROWS = 500;

function cellText(value: string | number | null): string {
  if (value === null) return MISSING;
  if (typeof value === "string") return value;
  return String(Number.isInteger(value) ? value : Number(value.toPrecision(4))).replace("-", "\u2212");
}

/** A figure's data as a table: for readers who cannot or do not want to read them off a drawing. */
export function FigureTable({ title, table }: FigureTableProps) {
  const [head = [], ...rows] = table;
  const shown = rows.slice(0, MOST_ROWS);
  return (
    <div className="mt-4 max-h-96 overflow-auto rounded-md border border-border">
      <table className="w-full text-xs">
        <caption className="sr-only">Data of: {title}</caption>
        <thead className="sticky top-0 bg-sunken">
          <tr>
            {head.map((name, column) => (
              <th
                key={name}
                scope="col"
                className={`whitespace-nowrap px-2 py-1.5 font-medium ${
                  typeof rows[0]?.[column] === "number" ? "text-right" : "text-left"
                }`}
              >
                {String(name ?? "").replaceAll("_", " ")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shown.map((row, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no name but their place.
            <tr key={line} className="border-t border-border">
              {row.map((value, column) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above.
                  key={column}
                  className={`whitespace-nowrap px-2 py-1 ${typeof value === "number" ? "text-right" : ""}`}
                >
                  {cellText(value)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > shown.length ? (
        <p className="px-2 py-1.5 text-xs text-muted">
          The first {formatCount(MOST_ROWS)} of {formatCount(rows.length)} rows; all of them are in the CSV.
        </p>
      ) : null}
    </div>
  );
}
