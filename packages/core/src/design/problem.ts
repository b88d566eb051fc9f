import { FileError } from "../errors.js";
import { readJson } from "../files/readBytes.js";
import type { ColumnGroup } from "../sensitivity/groups.js";

/** Inputs of a function and how they vary: SALib's problem, uniform distributions only. */
export interface Problem {
  /** One name for each column of the design. */
  readonly names: readonly string[];
  /** [min, max] of each column. */
  readonly bounds: readonly (readonly [number, number])[];
  /** The factors: groups in the order in which they first appear, or each column its own. */
  readonly groups: readonly ColumnGroup[];
}

/**
 * Reads problem.json: `{"names": [...], "bounds": [[min, max], ...], "groups": [...]}`, with `groups` a name for each
 * column or null, and optionally `num_vars` and `dists` (all "unif").
 *
 * @throws {FileError} naming the entry at fault.
 */
export async function readProblem(file: string): Promise<Problem> {
  return parseProblem(await readJson(file, "problem"), file);
}

/** As {@link readProblem}, from JSON that is read already. */
export function parseProblem(value: unknown, file: string): Problem {
  const refuse = (reason: string) => new FileError(`The problem "${file}": ${reason}.`);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw refuse('expected an object such as {"names": ["x1", "x2"], "bounds": [[0, 1], [0, 1]]}');
  }
  const { names, bounds, groups, num_vars: count, dists } = value as Record<string, unknown>;
  if (!isTexts(names) || names.length === 0)
    throw refuse('"names" must list the columns, such as ["x1", "x2"]');
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated !== undefined) throw refuse(`the name "${repeated}" occurs twice`);
  if (count !== undefined && count !== names.length) {
    throw refuse(`"num_vars" is ${JSON.stringify(count)}, but there are ${names.length} names`);
  }
  if (!Array.isArray(bounds) || bounds.length !== names.length) {
    throw refuse(`"bounds" must have one [min, max] for each of the ${names.length} names`);
  }
  const odd = bounds.findIndex((pair) => !isRange(pair));
  if (odd >= 0) {
    throw refuse(
      `the bounds of "${names[odd]}" are ${JSON.stringify(bounds[odd])}; expected [min, max], min below max`,
    );
  }
  if (dists !== undefined && dists !== null) {
    if (!isTexts(dists) || dists.some((dist) => dist !== "unif")) {
      throw refuse(
        '"dists" may only say "unif": transform the columns of a uniform design for other distributions',
      );
    }
  }
  if (groups !== undefined && groups !== null && (!isTexts(groups) || groups.length !== names.length)) {
    throw refuse(`"groups" must be null or name a group for each of the ${names.length} columns`);
  }
  const owners = (groups ?? names) as string[];
  return {
    names,
    bounds: bounds as [number, number][],
    groups: [...new Set(owners)].map((key) => ({
      key,
      columns: owners.flatMap((owner, column) => (owner === key ? [column] : [])),
    })),
  };
}

/** A row of the unit cube within the bounds: min + u (max - min). */
export function scaleRow({ bounds }: Problem, row: Float64Array): Float64Array {
  return row.map((u, column) => {
    const [min, max] = bounds[column] ?? [0, 1];
    return u * (max - min) + min;
  });
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "");
}

function isRange(value: unknown): boolean {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [min, max] = value as unknown[];
  return Number.isFinite(min) && Number.isFinite(max) && (min as number) < (max as number);
}
