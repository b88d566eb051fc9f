import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { MapValues } from "../../store/indexMapValues.js";
import type { ApiContext } from "../context.js";
import { badInput } from "../errors.js";
import { checkCheckpoint } from "../indexMap/selectIndexMap.js";
import { Measure } from "../run/run.enums.js";
import { RunType } from "../run/run.type.js";
import { SpecializationShareType } from "./comparison.type.js";

const OF_SINGLE_FACTORS: readonly Measure[] = [Measure.S1, Measure.ST, Measure.SHAPLEY];

@Resolver(() => RunType)
export class SpecializationResolver {
  @FieldResolver(() => [SpecializationShareType], {
    description: "How units divide by the factor with the largest index; empty until the run succeeded.",
  })
  async specialization(
    @Root() { row }: RunType,
    @Ctx() { loaders, values }: ApiContext,
    @Arg("checkpoint", () => String, { description: "Name of the checkpoint." }) checkpoint: string,
    @Arg("measure", () => Measure, { description: "A measure of single factors: S1, ST, SHAPLEY." })
    measure: Measure,
  ): Promise<SpecializationShareType[]> {
    checkCheckpoint(row, checkpoint, "checkpoint");
    if (!OF_SINGLE_FACTORS.includes(measure)) {
      throw badInput(
        "measure",
        `${measure} is no share of variance of single factors; S1, ST and SHAPLEY are.`,
      );
    }
    const maps = await loaders.indexMaps.load({ runId: row.id, criteria: { checkpoint, measure } });
    const all = await Promise.all(maps.map((map) => values.of(map)));
    const units = largestCounts(all);
    const total = units.reduce((sum, count) => sum + count, 0);
    return maps.map(({ factor }, i) => ({
      factor,
      units: units[i]!,
      share: total > 0 ? units[i]! / total : 0,
    }));
  }
}

/** For each map, the number of units where it has the largest value of all; the first one at a tie. */
export function largestCounts(maps: readonly MapValues[]): number[] {
  const counts = maps.map(() => 0);
  const length = maps[0]?.values.length ?? 0;
  for (let unit = 0; unit < length; unit++) {
    let best = -1;
    for (const [i, { values }] of maps.entries()) {
      const value = values[unit]!;
      if (!Number.isNaN(value) && (best < 0 || value > maps[best]!.values[unit]!)) best = i;
    }
    if (best >= 0) counts[best]!++;
  }
  return counts;
}
