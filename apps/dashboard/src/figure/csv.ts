/** A table as CSV (RFC 4180): fields with commas, quotes or line breaks are quoted, null is an empty field. */
export function toCsv(table: readonly (readonly (string | number | null)[])[]): string {
  const field = (value: string | number | null): string => {
    if (value === null) return "";
    const text = String(value);
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return table.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}
