import { DEFAULT_DISCRIMINANT_PLAN } from "@unitscope/core/reading";
import { Arg, Ctx, FieldResolver, Int, Resolver, Root } from "type-graphql";
import type { ApiContext } from "../context.js";
import { Measure } from "../run/run.enums.js";
import { RunType } from "../run/run.type.js";
import { DiscriminantResultType } from "./discriminant.type.js";
import { discriminateMaps } from "./discriminateMaps.js";
import { checkFactorMeasure } from "./factorMaps.js";

const DEFAULT = DEFAULT_DISCRIMINANT_PLAN;

@Resolver(() => RunType)
export class DiscriminantResolver {
  @FieldResolver(() => DiscriminantResultType, {
    description:
      "Cross-validated linear discriminant analysis: can the factor be told from its map? It may take minutes at a large checkpoint. CONFLICT until the run succeeded, RATE_LIMITED while many others wait.",
  })
  discriminant(
    @Root() { row }: RunType,
    @Ctx() context: ApiContext,
    @Arg("measure", () => Measure, {
      description: "A measure of single factors: S1, ST, SHAPLEY, a contrast.",
    })
    measure: Measure,
    @Arg("folds", () => Int, {
      nullable: true,
      defaultValue: DEFAULT.folds,
      description: "Folds that channels are dealt into, from 2; with repeats at most 500 in all.",
    })
    folds: number | null,
    @Arg("repeats", () => Int, {
      nullable: true,
      defaultValue: DEFAULT.repeats,
      description: "Repeats with another split each, from 1.",
    })
    repeats: number | null,
    @Arg("seed", () => Int, {
      nullable: true,
      defaultValue: DEFAULT.seed,
      description: "Decides the splits; from 0.",
    })
    seed: number | null,
    @Arg("checkpoint", () => String, {
      nullable: true,
      description:
        "Name of a checkpoint with extent; the deepest one whose maps can be told apart when absent.",
    })
    checkpoint?: string | null,
  ): Promise<DiscriminantResultType> {
    checkFactorMeasure(measure);
    const plan = {
      folds: folds ?? DEFAULT.folds,
      repeats: repeats ?? DEFAULT.repeats,
      seed: seed ?? DEFAULT.seed,
    };
    return discriminateMaps(row, { measure, checkpoint: checkpoint ?? null, plan }, context);
  }
}
