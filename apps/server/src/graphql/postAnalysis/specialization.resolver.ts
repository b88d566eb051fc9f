import { specialization } from "@unitscope/core/reading";
import { Arg, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import type { ApiContext } from "../context.js";
import { Measure } from "../run/run.enums.js";
import { RunType } from "../run/run.type.js";
import { checkShareMeasure, mapsAtCheckpoint } from "./factorMaps.js";
import { SpecializationShareType } from "./specialization.type.js";

@Resolver(() => RunType)
export class SpecializationResolver {
  @FieldResolver(() => [SpecializationShareType], {
    description:
      "How units divide by the factor with the largest index, and in a last row `undecided` those for which its 95 % interval overlaps another factor's; empty until the run succeeded.",
  })
  async specialization(
    @Root() { row }: RunType,
    @Ctx() context: ApiContext,
    @Arg("checkpoint", () => String, { description: "Name of the checkpoint." }) checkpoint: string,
    @Arg("measure", () => Measure, { description: "A measure of single factors: S1, ST, SHAPLEY." })
    measure: Measure,
  ): Promise<SpecializationShareType[]> {
    checkShareMeasure(measure);
    const maps = await mapsAtCheckpoint(row, { checkpoint, measure }, context);
    if (!maps) return [];
    const all = await Promise.all(maps.rows.map((map) => context.values.of(map)));
    const result = specialization(
      all.map(({ values }) => values),
      all.map(({ halfWidths }) => halfWidths),
    );
    return [
      ...maps.labels.map((factor, i) => rowOf(factor, result.units[i]!, result.shares[i]!)),
      rowOf("undecided", result.undecided, result.undecidedShare),
    ];
  }
}

function rowOf(factor: string, units: number, share: number): SpecializationShareType {
  return { factor, units, share: Number.isNaN(share) ? 0 : share };
}
