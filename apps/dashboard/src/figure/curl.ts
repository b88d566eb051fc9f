/** Quotes a text for a POSIX shell. */
function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A curl line that asks the API for the data behind a figure, ready to paste into a shell. */
export function toCurl(apiUrl: string, query: string, variables: Readonly<Record<string, unknown>>): string {
  const body = JSON.stringify({ query: query.replace(/\s+/g, " ").trim(), variables });
  return `curl -sS ${shellQuote(apiUrl)} -H 'content-type: application/json' -d ${shellQuote(body)}`;
}
