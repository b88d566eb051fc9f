import type { Progress } from "@unitscope/core/run/ports";
import type { RunResult } from "@unitscope/core/run/runResult";
import type { RunFileReader } from "../files/runFileReader.js";
import { type LevelMap, levelLines, type SummaryMap, summarise, summaryLines } from "./summary.js";

/** What of a finished run is shown. */
export interface RunOutcome {
  readonly evaluations: Progress;
  readonly indices: readonly SummaryMap[];
  /** Mean and variance. */
  readonly levels: readonly LevelMap[];
}

/** The outcome of a run that has just ended. */
export function outcomeOf({ maps, evaluations }: RunResult): RunOutcome {
  return { evaluations, indices: maps, levels: maps.filter((map) => map.factor === null) };
}

/** The outcome of a stored run. */
export function storedOutcome(run: RunFileReader): RunOutcome {
  const maps = run.checkpoints.flatMap((checkpoint) =>
    checkpoint.measures.flatMap((measure) => measure.maps.map((name) => ({ checkpoint, measure, name }))),
  );
  return {
    evaluations: run.evaluations,
    indices: maps.map(({ checkpoint, measure, name }) => {
      const { checkpointValue, checkpointHalfWidth } = run.readAggregated(checkpoint, measure, name);
      const { factor, withFactor } = name;
      return {
        checkpoint: checkpoint.name,
        measure: measure.measure,
        factor,
        withFactor,
        aggregated: checkpointValue,
        aggregatedHalfWidth: checkpointHalfWidth,
      };
    }),
    levels: maps
      .filter(({ name }) => name.factor === null)
      .map(({ checkpoint, measure, name }) => ({
        checkpoint: checkpoint.name,
        measure: measure.measure,
        factor: null,
        values: run.readUnits(checkpoint, measure, name).values,
      })),
  };
}

/** The outcome as a table: the most sensitive factors, or mean and variance where there are no factors. */
export function outcomeLines({ indices, levels }: RunOutcome): string[] {
  const lines = summaryLines(summarise(indices));
  return lines.length > 0 ? lines : levelLines(levels);
}

/** The outcome as JSON: every aggregated index with its half width. */
export function outcomeJson(out: string, { evaluations, indices }: RunOutcome): string {
  const { evaluationsPlanned: planned, evaluationsDone: done, evaluationsReused: reused } = evaluations;
  return JSON.stringify({ out, evaluations: { planned, done, reused }, checkpoints: summarise(indices) });
}
