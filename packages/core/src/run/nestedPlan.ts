import type { ColumnGroup } from "../sensitivity/groups.js";
import { NestedAccumulator, type NestedIndices } from "../sensitivity/nestedAccumulator.js";
import { NestedBlock, type NestedLayout } from "../sensitivity/nestedBlock.js";
import { NestedDesign } from "../sensitivity/nestedDesign.js";
import { RowDecoder } from "./decodeRow.js";
import { flagging, perFactorMaps, summaryMaps } from "./indexMap.js";
import type { MethodPlan } from "./method.js";
import type { ImageEntry } from "./ports.js";
import { rowPlan } from "./rowPlan.js";
import type { RunSpec } from "./runSpec.js";

/**
 * Method SHAPLEY_NESTED: Shapley effects by the paper's loops over permutations, outer and inner samples (Song, Nelson
 * and Staum 2016). One permutation is one block. Players are the factors, or the single columns as in the paper: then a
 * factor's effect is the sum over its columns, which is another game.
 */
export function nestedPlan(spec: RunSpec, entries: readonly ImageEntry[]): MethodPlan {
  if (!spec.nested) throw new Error("A nested run needs its loops.");
  const { seed } = spec;
  const { permutations, outerSamples, innerSamples, players: kind } = spec.nested;
  const decoder = new RowDecoder(spec, entries);
  const { columns, groups, factors } = decoder.space;
  const { players, factorOfPlayer } = playersOf(kind, groups);
  const design = new NestedDesign({ columns, players, outerSamples, innerSamples, seed });
  return rowPlan<NestedLayout, NestedBlock, NestedIndices>({
    decoder,
    design,
    baseSamples: permutations * design.blockSize,
    blockSize: design.blockSize,
    layout: (units) => ({
      players: players.length,
      outerSamples,
      innerSamples,
      seed,
      factorOfPlayer,
      units,
    }),
    block: (layout, pilot, data) => new NestedBlock(layout, pilot, data),
    accumulator: (options, data) => new NestedAccumulator(options, data),
    restore: (state, options, into) => NestedAccumulator.fromState(state, options, into),
    maps: (checkpoint, result) => [
      ...summaryMaps(checkpoint, result),
      ...perFactorMaps(
        checkpoint,
        factors,
        "SHAPLEY",
        flagging(result),
        result.shapley,
        result.aggregates.shapley,
      ),
    ],
    indices: ({ shapley }) => shapley,
  });
}

function playersOf(
  kind: "FACTORS" | "COLUMNS",
  groups: readonly ColumnGroup[],
): { players: readonly ColumnGroup[]; factorOfPlayer: readonly number[] } {
  if (kind === "FACTORS") return { players: groups, factorOfPlayer: groups.map((_, j) => j) };
  const columns = groups.flatMap(({ key, columns: own }, j) =>
    own.map((column, i) => ({ player: { key: `${key} ${i}`, columns: [column] }, factor: j })),
  );
  return {
    players: columns.map(({ player }) => player),
    factorOfPlayer: columns.map(({ factor }) => factor),
  };
}
