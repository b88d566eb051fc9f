/** A duration in at most two units: "2 min 10 s", "1 h 5 min", "3 d 4 h". */
export function formatDuration(seconds: number): string {
  const whole = Math.round(seconds);
  if (seconds > 0 && whole < 1) return "under 1 s";
  const steps: readonly (readonly [number, string])[] = [
    [86_400, "d"],
    [3_600, "h"],
    [60, "min"],
    [1, "s"],
  ];
  const at = steps.findIndex(([size]) => whole >= size);
  if (at < 0) return "0 s";
  const [size, name] = steps[at]!;
  const major = `${Math.floor(whole / size)} ${name}`;
  const next = steps[at + 1];
  const rest = next ? Math.floor((whole % size) / next[0]) : 0;
  return next && rest > 0 ? `${major} ${rest} ${next[1]}` : major;
}

/** How long ago: "just now", "5 min ago", "3 d ago"; from a week on the date. */
export function formatAgo(iso: string, now: number): string {
  const seconds = (now - Date.parse(iso)) / 1000;
  if (seconds < 45) return "just now";
  if (seconds >= 7 * 86_400) return formatDate(iso);
  const text = formatDuration(seconds).split(" ");
  return `${text[0]} ${text[1]} ago`;
}

/** Date and time of day where the reader is: "24 Nov 2025, 20:08". */
export function formatDate(iso: string): string {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}
