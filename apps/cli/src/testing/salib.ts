import { readFileSync } from "node:fs";
import { projectFile } from "./runCommand.js";

/** A problem as SALib takes it. */
export interface SalibProblem {
  readonly num_vars: number;
  readonly names: readonly string[];
  readonly bounds: readonly (readonly number[])[];
  readonly groups?: readonly string[];
}

interface SalibIndices {
  readonly S1: readonly number[];
  readonly ST: readonly number[];
  /** Upper triangle; null elsewhere. */
  readonly S2?: readonly (readonly (number | null)[])[];
}

/** Outputs and what SALib makes of them. */
export interface SalibAnalysis extends SalibIndices {
  readonly id: string;
  readonly problem: SalibProblem;
  readonly factor_names: readonly string[];
  readonly N: number;
  readonly calc_second_order: boolean;
  readonly Y: string;
}

/** The same of several outputs at once. */
export interface SalibOutputs {
  readonly problem: SalibProblem;
  readonly N: number;
  readonly outputs: number;
  readonly Y: string;
  readonly per_output: readonly (SalibIndices & { readonly constant: boolean })[];
}

/** Rows that SALib samples. */
export interface SalibDesign {
  readonly id: string;
  readonly problem: SalibProblem;
  readonly N: number;
  readonly calc_second_order: boolean;
  readonly skip_values: number;
  readonly rows: number;
  readonly columns: number;
  readonly X: string;
}

const FOLDER = "tests/reference/sobol/";

function readReference<T>(file: string): T {
  return JSON.parse(readFileSync(projectFile(`${FOLDER}${file}`), "utf8")) as T;
}

export const { analyses: salibAnalyses, multi_output: salibOutputs } = readReference<{
  analyses: SalibAnalysis[];
  multi_output: SalibOutputs;
}>("analyses.json");

/** Designs from the first point on. */
export const salibDesigns = readReference<{ designs: SalibDesign[] }>("designs.json").designs.filter(
  (design) => design.skip_values === 0,
);

/** The numbers of a reference file. */
export function salibNumbers(file: string, type: "float32" | "float64"): Float32Array | Float64Array {
  const bytes = Uint8Array.from(readFileSync(projectFile(`${FOLDER}${file}`)));
  return type === "float32" ? new Float32Array(bytes.buffer) : new Float64Array(bytes.buffer);
}
