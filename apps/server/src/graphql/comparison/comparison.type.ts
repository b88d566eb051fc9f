import { Field, Float, ID, ObjectType } from "type-graphql";
import type { RunRow } from "../../db/runs.js";
import { Measure } from "../run/run.enums.js";
import { RunType } from "../run/run.type.js";

@ObjectType("ComparisonCell", { description: "One measure of one factor at one checkpoint in one run." })
export class ComparisonCellType {
  @Field(() => ID, { description: "The run." })
  runId!: string;

  @Field(() => Float, { nullable: true, description: "Mean over the units that are defined." })
  mean!: number | null;

  @Field(() => Float, { nullable: true, description: "Standard deviation between the units." })
  sd!: number | null;

  @Field(() => Float, { nullable: true, description: "Median over the units." })
  median!: number | null;

  @Field(() => Float, { nullable: true, description: "95th percentile over the units." })
  p95!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Half width of the 95 % interval of the mean: the mean of the units' half widths, an upper bound.",
  })
  halfWidth95!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Mean minus the baseline's; null for the baseline itself.",
  })
  difference!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Half width of the difference: the root of the sum of the squared half widths, as for runs that share no points; where they do share points it is an upper bound. The difference counts as significant when its absolute value is larger.",
  })
  differenceHalfWidth95!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "The checkpoint as one multivariate output (Gamboa et al. 2014); null for measures that are no shares of variance.",
  })
  aggregated!: number | null;

  @Field(() => Float, { nullable: true, description: "Half width of the 95 % interval of `aggregated`." })
  aggregatedHalfWidth95!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "`aggregated` minus the baseline's; null for the baseline itself.",
  })
  aggregatedDifference!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Half width of the 95 % interval of `aggregatedDifference`, as for runs that share no points: the root of the sum of the squared half widths.",
  })
  aggregatedDifferenceHalfWidth95!: number | null;
}

@ObjectType("ComparisonRow", { description: "One factor at one checkpoint in all the runs." })
export class ComparisonRowType {
  @Field(() => String, { description: "Name of the checkpoint." })
  checkpoint!: string;

  @Field(() => String, { description: "Key of the factor; empty for MEAN and VARIANCE." })
  factor!: string;

  @Field(() => String, { nullable: true, description: "Second factor, for S2." })
  withFactor!: string | null;

  @Field(() => [ComparisonCellType], {
    nullable: "items",
    description:
      "One for each run, in the order of `runs`; null where a run lacks the checkpoint or the factor.",
  })
  cells!: (ComparisonCellType | null)[];
}

@ObjectType("AgreementCell", { description: "How far two runs rank the units of a checkpoint alike." })
export class AgreementCellType {
  @Field(() => String, { description: "Name of the checkpoint." })
  checkpoint!: string;

  @Field(() => String, { description: "Key of the factor; empty for MEAN and VARIANCE." })
  factor!: string;

  @Field(() => String, { nullable: true, description: "Second factor, for S2." })
  withFactor!: string | null;

  @Field(() => ID, { description: "First run of the pair." })
  runA!: string;

  @Field(() => ID, { description: "Second run of the pair." })
  runB!: string;

  @Field(() => Float, {
    nullable: true,
    description:
      "Spearman's rank correlation over the units defined in both, -1 to 1; null when a map is constant.",
  })
  rho!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Share of the 5 % most sensitive units of the first run that are among those of the second, 0 to 1.",
  })
  topOverlap!: number | null;
}

@ObjectType("DesignDifference", { description: "A field of the design in which the runs differ." })
export class DesignDifferenceType {
  @Field(() => String, { description: "Name of the field, as in Run.design; `imageSet` for the images." })
  field!: string;

  @Field(() => [String], {
    nullable: "items",
    description: "Its value in each run, in the order of `runs`; null where a run lacks it.",
  })
  values!: (string | null)[];
}

@ObjectType("RunComparison", {
  description: "The same measure in several runs, aligned by factor and checkpoint depth.",
})
export class RunComparisonType {
  constructor(
    readonly runRows: readonly RunRow[],
    readonly request: {
      readonly measure: Measure;
      readonly checkpoints: readonly string[];
      readonly baseline: number;
    },
  ) {}

  @Field(() => [RunType], { description: "The runs, in the order asked for." })
  get runs(): RunType[] {
    return this.runRows.map((row) => new RunType(row));
  }

  @Field(() => Measure, { description: "The measure that is compared." })
  get measure(): Measure {
    return this.request.measure;
  }
}
