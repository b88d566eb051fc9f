import { DEFAULT_CLUSTERING_HEIGHT } from "@unitscope/core/reading";
import { Arg, Ctx, FieldResolver, Float, Resolver, Root } from "type-graphql";
import type { ApiContext } from "../context.js";
import { badInput } from "../errors.js";
import { Measure } from "../run/run.enums.js";
import { RunType } from "../run/run.type.js";
import { ClusteringType } from "./clustering.type.js";
import { correlateMaps } from "./correlateMaps.js";
import { CorrelationMatrixType } from "./correlationMatrix.type.js";
import { checkFactorMeasure, checkSingleMeasure, mapsAtCheckpoint, valuesOf } from "./factorMaps.js";

const CHECKPOINT = { description: "Name of the checkpoint." };
const PIXELWISE =
  "at every pixel across the channels, then the mean over pixels; empty until the run succeeded.";

@Resolver(() => RunType)
export class CorrelationResolver {
  @FieldResolver(() => CorrelationMatrixType, {
    description: `Spearman rank correlation between the factors' index maps, ${PIXELWISE}`,
  })
  factorCorrelation(
    @Root() { row }: RunType,
    @Ctx() context: ApiContext,
    @Arg("checkpoint", () => String, CHECKPOINT) checkpoint: string,
    @Arg("measure", () => Measure, {
      description: "A measure of single factors: S1, ST, SHAPLEY, a contrast.",
    })
    measure: Measure,
  ): Promise<CorrelationMatrixType> {
    checkFactorMeasure(measure);
    return correlateMaps(row, { checkpoint, measure, otherMeasure: measure }, context);
  }

  @FieldResolver(() => CorrelationMatrixType, {
    description: `Spearman rank correlation of the maps of one measure, the rows, with those of another, the columns, ${PIXELWISE}`,
  })
  measureCorrelation(
    @Root() { row }: RunType,
    @Ctx() context: ApiContext,
    @Arg("checkpoint", () => String, CHECKPOINT) checkpoint: string,
    @Arg("measure", () => Measure, { description: "Of the rows; not S2. MEAN and VARIANCE are a row." })
    measure: Measure,
    @Arg("otherMeasure", () => Measure, { description: "Of the columns; likewise." }) otherMeasure: Measure,
  ): Promise<CorrelationMatrixType> {
    checkSingleMeasure(measure, "measure");
    checkSingleMeasure(otherMeasure, "otherMeasure");
    return correlateMaps(row, { checkpoint, measure, otherMeasure }, context);
  }

  @FieldResolver(() => ClusteringType, {
    description:
      "Factors by how alike their index maps rank the units, with rho as in factorCorrelation; empty until the run succeeded.",
  })
  async factorClustering(
    @Root() { row }: RunType,
    @Ctx() context: ApiContext,
    @Arg("checkpoint", () => String, CHECKPOINT) checkpoint: string,
    @Arg("measure", () => Measure, {
      description: "A measure of single factors: S1, ST, SHAPLEY, a contrast.",
    })
    measure: Measure,
    @Arg("height", () => Float, {
      nullable: true,
      defaultValue: DEFAULT_CLUSTERING_HEIGHT,
      description: "Distance at which the tree is cut into clusters, 0 to 1.",
    })
    height: number | null,
  ): Promise<ClusteringType> {
    checkFactorMeasure(measure);
    const cut = checkHeight(height ?? DEFAULT_CLUSTERING_HEIGHT);
    const maps = await mapsAtCheckpoint(row, { checkpoint, measure }, context);
    if (!maps) return new ClusteringType([], [], cut);
    const subject = ["clustering", ...maps.rows.map(({ id }) => id)];
    const { merges, undefinedPairs } = await context.analyses.run(subject, async () => ({
      kind: "clustering" as const,
      maps: await valuesOf(maps, context),
      shape: maps.shape,
    }));
    return new ClusteringType(maps.labels, merges, cut, undefinedPairs);
  }
}

function checkHeight(height: number): number {
  if (height >= 0 && height <= 1) return height;
  throw badInput("height", `A height is a distance from 0 to 1, not ${height}.`);
}
