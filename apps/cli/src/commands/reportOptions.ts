import { UsageError } from "../errors.js";

export const WHATS = ["correlation", "cross", "discriminant", "specialization", "clustering"] as const;
export type What = (typeof WHATS)[number];

/** Options of `unitscope report` as commander gives them. */
export interface ReportOptions {
  readonly checkpoint?: string;
  readonly measure?: string;
  readonly otherMeasure?: string;
  readonly height?: number;
  readonly folds?: number;
  readonly repeats?: number;
  readonly seed?: number;
  readonly json?: boolean;
}

/** Options that belong to one report only. */
const OWN: Readonly<Record<string, What>> = {
  otherMeasure: "cross",
  height: "clustering",
  folds: "discriminant",
  repeats: "discriminant",
  seed: "discriminant",
};

/** @throws {UsageError} for an option of another report, or one that the report needs and lacks. */
export function checkReportOptions(what: What, options: ReportOptions): void {
  for (const [option, owner] of Object.entries(OWN)) {
    if (what !== owner && options[option as keyof ReportOptions] !== undefined) {
      const name = option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
      throw new UsageError(`--${name} belongs to the report ${owner}, not to ${what}.`);
    }
  }
  if (what === "cross" && options.otherMeasure === undefined) {
    throw new UsageError("The report cross needs --other-measure, such as S1.");
  }
}
