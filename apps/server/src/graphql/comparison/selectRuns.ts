import type { Queries } from "../../db/database.js";
import { findRunsWithMaps } from "../../db/indexMaps.js";
import { findRuns, type RunRow } from "../../db/runs.js";
import { badInput, conflict, notFound } from "../errors.js";
import { localId } from "../globalId.js";
import type { Measure } from "../run/run.enums.js";
import { RunComparisonType } from "./comparison.type.js";

const FEWEST = 2;
const MOST = 6;

export interface ComparisonRequest {
  readonly runIds: readonly string[];
  readonly measure: Measure;
  readonly checkpoints?: readonly string[] | null;
  readonly baselineRunId?: string | null;
}

/**
 * Finds the runs of a comparison and checks that they can be compared.
 *
 * @throws {ApiError} BAD_USER_INPUT, NOT_FOUND, or CONFLICT for a run without results. One that is extended has those of before.
 */
export async function selectComparison(db: Queries, request: ComparisonRequest): Promise<RunComparisonType> {
  const ids = request.runIds.map((id) => localId("Run", id, "runIds"));
  if (ids.length < FEWEST || ids.length > MOST || new Set(ids).size !== ids.length) {
    throw badInput(
      "runIds",
      `Name ${FEWEST} to ${MOST} different runs; these are ${new Set(ids).size} different of ${ids.length}.`,
    );
  }
  const [found, withResults] = await Promise.all([findRuns(db, ids), findRunsWithMaps(db, ids)]);
  const runs = ids.map((id) => {
    const run = found.find((row) => row.id === id);
    if (!run) throw notFound("run", "runIds");
    if (!withResults.includes(id)) {
      throw conflict(`The run "${run.name}" is ${run.status}; only runs that SUCCEEDED can be compared.`);
    }
    return run;
  });
  const baselineId = request.baselineRunId ? localId("Run", request.baselineRunId, "baselineRunId") : ids[0]!;
  const baseline = ids.indexOf(baselineId);
  if (baseline < 0) throw badInput("baselineRunId", "The baseline must be one of runIds.");
  const checkpoints = chooseCheckpoints(runs, request.checkpoints ?? []);
  return new RunComparisonType(runs, { measure: request.measure, checkpoints, baseline });
}

/** Those of the first run in forward order, then what others add. */
function chooseCheckpoints(runs: readonly RunRow[], wanted: readonly string[]): string[] {
  const known = [...new Set(runs.flatMap((run) => run.checkpoints))];
  const unknown = wanted.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw badInput(
      "checkpoints",
      `None of the runs has the checkpoint "${unknown}"; there are ${known.join(", ")}.`,
    );
  }
  return wanted.length === 0 ? known : known.filter((name) => wanted.includes(name));
}
