import { Arg, Ctx, FieldResolver, ID, Query, Resolver, Root } from "type-graphql";
import type { ApiContext } from "../context.js";
import { Measure } from "../run/run.enums.js";
import { rowAgreement } from "./agreement.js";
import {
  AgreementCellType,
  ComparisonRowType,
  DesignDifferenceType,
  RunComparisonType,
} from "./comparison.type.js";
import { type AlignedMaps, alignMaps, comparisonRow } from "./comparisonRows.js";
import { designDifferences } from "./designDifferences.js";
import { selectComparison } from "./selectRuns.js";

@Resolver(() => RunComparisonType)
export class ComparisonResolver {
  @Query(() => RunComparisonType, { description: "Two to six runs; the baseline is the first unless named." })
  compareRuns(
    @Ctx() { db }: ApiContext,
    @Arg("runIds", () => [ID], { description: "Runs that succeeded." }) runIds: string[],
    @Arg("measure", () => Measure, { description: "What is compared." }) measure: Measure,
    @Arg("checkpoints", () => [String], { nullable: true, description: "Only these; all when empty." })
    checkpoints?: string[],
    @Arg("baselineRunId", () => ID, {
      nullable: true,
      description: "One of runIds, from which differences are taken.",
    })
    baselineRunId?: string,
  ): Promise<RunComparisonType> {
    return selectComparison(db, { runIds, measure, checkpoints, baselineRunId });
  }

  @FieldResolver(() => [ComparisonRowType], {
    description: "By checkpoint in forward order, then by factor.",
  })
  async rows(
    @Root() comparison: RunComparisonType,
    @Ctx() context: ApiContext,
  ): Promise<ComparisonRowType[]> {
    const { runRows, request } = comparison;
    const aligned = await alignedMaps(comparison, context);
    return aligned.map((row) => comparisonRow(row, runRows, request.baseline));
  }

  @FieldResolver(() => [AgreementCellType], {
    description: "Spearman rho between runs, for checkpoints whose shapes agree.",
  })
  async agreement(
    @Root() comparison: RunComparisonType,
    @Ctx() context: ApiContext,
  ): Promise<AgreementCellType[]> {
    const cells: AgreementCellType[] = [];
    for (const row of await alignedMaps(comparison, context)) {
      cells.push(...(await rowAgreement(row, comparison.runRows, context.values)));
    }
    return cells;
  }

  @FieldResolver(() => [DesignDifferenceType], {
    description: "Design fields that differ, so nobody compares apples with pears unawares.",
  })
  async differences(
    @Root() { runRows }: RunComparisonType,
    @Ctx() { loaders }: ApiContext,
  ): Promise<DesignDifferenceType[]> {
    const imageSets = await Promise.all(runRows.map((run) => loaders.imageSet.load(run.imageSetId)));
    return designDifferences(
      runRows.map((run, i) => ({
        design: run.spec as Record<string, unknown>,
        imageSet: imageSets[i]!.name,
      })),
    );
  }
}

async function alignedMaps(
  { runRows, request }: RunComparisonType,
  { loaders }: ApiContext,
): Promise<AlignedMaps[]> {
  const criteria = { measure: request.measure };
  const maps = await Promise.all(runRows.map((run) => loaders.indexMaps.load({ runId: run.id, criteria })));
  return alignMaps(maps, request.checkpoints);
}
