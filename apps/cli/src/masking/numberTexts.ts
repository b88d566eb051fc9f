import type { ChangeSummary } from "@unitscope/core/commandLine";

/** "0.812 ± 0.031". */
export function shareText(share: number, halfWidth: number): string {
  return `${share.toFixed(3)} ± ${halfWidth.toFixed(3)}`;
}

/** "-0.104 ± 0.031", "+0.012 ± 0.031". */
export function changeText({ difference, halfWidth95 }: ChangeSummary): string {
  // A rounded -0.0004 is no negative zero.
  const text = difference.toFixed(3).replace(/^-(0\.000)$/, "$1");
  return `${difference > 0 ? "+" : ""}${text} ± ${halfWidth95.toFixed(3)}`.padStart(14);
}
