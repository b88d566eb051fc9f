import type { ScaleKind } from "@/charts/colourScale";
import { type ChosenMeasure, strength } from "@/format/measures";
import type { ChannelOrder } from "@/gql/graphql";
import { oneOf } from "@/url/choices";

/** Estimates of one map, as the run page passes them to its figures. */
export interface MapSummary {
  /** Key of the factor; empty for measures without one. */
  readonly factor: string;
  readonly checkpoint: string;
  /** Units that have an index. */
  readonly count: number;
  readonly undefinedCount: number;
  readonly mean: number | null;
  readonly max: number | null;
  readonly meanHalfWidth95: number | null;
  readonly aggregated: number | null;
  readonly aggregatedHalfWidth95: number | null;
  readonly untrustedCount: number | null;
  readonly distinguishableCount: number | null;
  readonly simultaneousHalfWidth95: number | null;
  readonly quantiles: readonly { readonly p: number; readonly value?: number | null }[];
}

export const CHANNEL_ORDERS = [
  "INDEX_ASC",
  "MEAN_DESC",
  "MAX_DESC",
] as const satisfies readonly ChannelOrder[];

/** What the choice of a first cell depends on. */
export interface RunShape {
  /** Keys of the factors that are augmentations. */
  readonly augmentations: ReadonlySet<string>;
  /** Checkpoints with more than one unit a channel. */
  readonly spatial: ReadonlySet<string>;
}

/** What is chosen on the run page, read from its URL and completed by what the run holds. */
export interface RunChoices {
  readonly measure: ChosenMeasure;
  readonly scale: ScaleKind;
  readonly order: ChannelOrder;
  readonly checkpoint: string;
  readonly factor: string;
  /** The factor only when a person has chosen it; lines are emphasised by it. */
  readonly chosenFactor: string | null;
}

/**
 * The cell to open with: the strongest mean among the augmentations where units have places in the image, since a map
 * of them tells most; else among the augmentations, else among all factors.
 */
export function mostTelling(
  maps: readonly MapSummary[],
  run: RunShape,
  measure: ChosenMeasure,
): { checkpoint: string; factor: string } | null {
  const size = (map: MapSummary) => strength(measure, map.mean!);
  const ranked = maps.filter((map) => map.mean !== null).sort((a, b) => size(b) - size(a));
  const augmented = ranked.filter((map) => run.augmentations.has(map.factor));
  const best =
    augmented.find((map) => run.spatial.has(map.checkpoint)) ?? augmented[0] ?? ranked[0] ?? maps[0];
  return best ? { checkpoint: best.checkpoint, factor: best.factor } : null;
}

/** Reads the run page's choices; names in the URL that the run does not hold fall back to the most telling cell. */
export function readRunChoices(
  params: URLSearchParams,
  maps: readonly MapSummary[],
  run: RunShape,
  measure: ChosenMeasure,
): RunChoices {
  const checkpoints = [...new Set(maps.map((map) => map.checkpoint))];
  const factors = [...new Set(maps.map((map) => map.factor))];
  const chosenCheckpoint = oneOf(params.get("checkpoint"), checkpoints, null);
  const chosenFactor = oneOf(params.get("factor") || null, factors, null);
  const fitting = maps.filter(
    (map) =>
      (chosenCheckpoint === null || map.checkpoint === chosenCheckpoint) &&
      (chosenFactor === null || map.factor === chosenFactor),
  );
  const telling = mostTelling(fitting, run, measure);
  return {
    measure,
    scale: oneOf(params.get("scale"), ["unit", "fit"] as const, "unit"),
    order: oneOf(params.get("order"), CHANNEL_ORDERS, "MEAN_DESC"),
    checkpoint: chosenCheckpoint ?? telling?.checkpoint ?? "",
    factor: chosenFactor ?? telling?.factor ?? "",
    chosenFactor,
  };
}
