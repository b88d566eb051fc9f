import type {
  NetworkInput,
  Progress,
  RunFileReader,
  RunResult,
  SkippedImages,
} from "@unitscope/core/commandLine";
import { type ContrastMap, contrastLines, summariseContrast } from "./contrastSummary.js";
import { levelLines, summariseLevels } from "./levelSummary.js";
import { leadingMeasure, mostSensitive, type SummaryMap, summarise, summaryLines } from "./summary.js";
import { trustedShare, trustLines, type UnitTrust } from "./trustedShare.js";

/** What of a finished run is shown. */
export interface RunOutcome {
  readonly evaluations: Progress;
  /** What the network saw of the first images; absent in run files of before it was looked at. */
  readonly networkInput?: NetworkInput;
  readonly indices: readonly SummaryMap[];
  /** Maps that are summarised from unit to unit: see {@link BY_UNIT}. */
  readonly unitMaps: readonly ContrastMap[];
  /** Of the leading measure, one map each checkpoint: a unit is trusted whatever the factor. */
  readonly trust: readonly UnitTrust[];
  /** Bad images that were left out of the set. */
  readonly skipped: SkippedImages;
}

const BY_UNIT = ["MEAN", "VARIANCE", "CONTRAST", "CONTRAST_P_CORRECTED"];

/** The outcome of a run that has just ended. */
export function outcomeOf({ maps, evaluations, provenance }: RunResult, skipped: SkippedImages): RunOutcome {
  const leading = leadingMeasure(summarise(maps));
  const firsts = firstOfEach(
    maps.filter((map) => map.measure === leading),
    (map) => map.checkpoint,
  );
  return {
    skipped,
    evaluations,
    networkInput: provenance.networkInput,
    indices: maps,
    unitMaps: maps.filter((map) => BY_UNIT.includes(map.measure)),
    trust: firsts.flatMap(({ values, flags }) =>
      flags === null ? [] : [{ values, trusted: flags.trusted }],
    ),
  };
}

/** The outcome of a stored run. */
export function storedOutcome(run: RunFileReader): RunOutcome {
  const maps = run.checkpoints.flatMap((checkpoint) =>
    checkpoint.measures.flatMap((measure) => measure.maps.map((name) => ({ checkpoint, measure, name }))),
  );
  const indices = maps.map(({ checkpoint, measure, name }) => {
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
  });
  const leading = leadingMeasure(summarise(indices));
  const firsts = firstOfEach(
    maps.filter(({ measure }) => measure.measure === leading),
    ({ checkpoint }) => checkpoint.name,
  );
  return {
    skipped: run.skipped,
    evaluations: run.evaluations,
    networkInput: run.provenance.networkInput,
    indices,
    unitMaps: maps
      .filter(({ measure }) => BY_UNIT.includes(measure.measure))
      .map(({ checkpoint, measure, name }) => ({
        checkpoint: checkpoint.name,
        measure: measure.measure,
        factor: name.factor,
        values: run.readUnits(checkpoint, measure, name).values,
      })),
    trust: firsts.flatMap(({ checkpoint, measure, name }) => {
      const flags = run.readFlags(checkpoint, measure, name);
      if (flags === null) return [];
      return [{ values: run.readUnits(checkpoint, measure, name).values, trusted: flags.trusted }];
    }),
  };
}

/** The outcome as tables: the most sensitive factors, or what else the method is about. */
export function outcomeLines({ indices, unitMaps, trust }: RunOutcome): string[] {
  const summaries = summarise(indices);
  const leading = leadingMeasure(summaries);
  if (leading !== undefined) return [...summaryLines(summaries), ...trustLines(leading, trustedShare(trust))];
  const contrast = summariseContrast(unitMaps);
  return contrast.length > 0 ? contrastLines(contrast) : levelLines(summariseLevels(unitMaps));
}

/** The outcome as JSON: every aggregated index with its half width, or what else the method is about. */
export function outcomeJson(out: string, outcome: RunOutcome): string {
  const { evaluations, networkInput, indices, unitMaps, trust, skipped } = outcome;
  const { evaluationsPlanned: planned, evaluationsDone: done, evaluationsReused: reused } = evaluations;
  const head = {
    out,
    evaluations: { planned, done, reused },
    ...(skipped.count > 0 ? { skippedImages: skipped } : {}),
    networkInput,
  };
  const contrast = summariseContrast(unitMaps);
  if (contrast.length > 0) return JSON.stringify({ ...head, contrast });
  const checkpoints = summarise(indices);
  if (leadingMeasure(checkpoints) === undefined) {
    return JSON.stringify({ ...head, levels: summariseLevels(unitMaps) });
  }
  const pairs = mostSensitive(checkpoints);
  return JSON.stringify({ ...head, mostSensitive: pairs, trustedShare: trustedShare(trust), checkpoints });
}

function firstOfEach<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const key = keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
