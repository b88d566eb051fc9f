import { requireNoFaults } from "../asking/checks.js";
import type { TableFormat } from "../postAnalysis/sensitivityTable.js";

export const WHATS = [
  "correlation",
  "cross",
  "discriminant",
  "specialization",
  "clustering",
  "table",
] as const;
export type What = (typeof WHATS)[number];

/** Options of `unitscope report` as commander gives them. */
export interface ReportOptions {
  readonly checkpoint?: string;
  readonly measure?: string;
  readonly factor?: readonly string[];
  readonly otherMeasure?: string;
  readonly height?: number;
  readonly folds?: number;
  readonly repeats?: number;
  readonly seed?: number;
  readonly format?: TableFormat;
  readonly baseline?: string;
  readonly json?: boolean;
}

/** Options that belong to one report only. */
const OWN: Readonly<Record<string, What>> = {
  otherMeasure: "cross",
  height: "clustering",
  folds: "discriminant",
  repeats: "discriminant",
  seed: "discriminant",
  format: "table",
  baseline: "table",
};

/** @throws {UsageError} for an option of another report, or one that the report needs and lacks. */
export function checkReportOptions(what: What, options: ReportOptions): void {
  const faults: string[] = [];
  for (const [option, owner] of Object.entries(OWN)) {
    if (what !== owner && options[option as keyof ReportOptions] !== undefined) {
      const name = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      faults.push(`--${name} belongs to the report ${owner}, not to ${what}.`);
    }
  }
  if (what === "cross" && options.otherMeasure === undefined) {
    faults.push("The report cross needs --other-measure, such as S1.");
  }
  requireNoFaults(faults);
}
