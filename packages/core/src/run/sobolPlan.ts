import { SaltelliDesign } from "../sensitivity/saltelliDesign.js";
import { SobolAccumulator, type SobolIndices } from "../sensitivity/sobolAccumulator.js";
import { SobolBlock, type SobolLayout } from "../sensitivity/sobolBlock.js";
import { RowDecoder } from "./decodeRow.js";
import type { MethodPlan } from "./method.js";
import type { ImageEntry } from "./ports.js";
import { rowPlan } from "./rowPlan.js";
import type { RunSpec } from "./runSpec.js";
import { sobolMaps } from "./sobolMaps.js";

/** Method SOBOL: S1, ST and, with second order, S2 by Saltelli's design in independently scrambled blocks. */
export function sobolPlan(spec: RunSpec, entries: readonly ImageEntry[]): MethodPlan {
  const { secondOrder, seed, blockSize, baseSamples } = spec;
  const decoder = new RowDecoder(spec, entries);
  const { columns, groups, factors } = decoder.space;
  const sampling = { kind: "scrambled", seed, blockSize } as const;
  return rowPlan<SobolLayout, SobolBlock, SobolIndices>({
    decoder,
    design: new SaltelliDesign({ columns, groups, secondOrder, sampling }),
    baseSamples,
    blockSize,
    layout: (units) => ({ factors: factors.length, secondOrder, units }),
    block: (layout, pilot, data) => new SobolBlock(layout, pilot, data),
    accumulator: (options, data) => new SobolAccumulator(options, data),
    restore: (state, options, into) => SobolAccumulator.fromState(state, options, into),
    maps: (checkpoint, result) => sobolMaps(factors, checkpoint, result),
    indices: ({ s1, st, s2 }) => [...s1, ...st, ...s2],
  });
}
