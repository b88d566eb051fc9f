import type { MaskConfiguration, StudySpec, StudyVector } from "@unitscope/core/reading";
import { GraphQLJSONObject } from "graphql-scalars";
import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import type { MaskStudyRow } from "../../db/maskStudies.js";
import { toGlobalId } from "../globalId.js";
import { AccuracyDifferenceType } from "../mask/accuracy.type.js";
import { NodeType } from "../node/node.type.js";
import { connectionTypes } from "../paging/connection.js";
import { Measure, RunStatus } from "../run/run.enums.js";
import { RunProgressType } from "../run/run.type.js";

@ObjectType("MaskConfiguration", {
  description: "alpha and percentile for a quantile mask; soft masks (m, 1 - m) carry neither.",
})
export class MaskConfigurationType implements MaskConfiguration {
  @Field(() => String, { description: "In words." })
  label!: string;

  @Field(() => Float, { nullable: true, description: "Multiplier of the chosen units." })
  alpha!: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Percentile of the index values, per checkpoint, above which units are chosen.",
  })
  percentile!: number | null;

  @Field(() => Boolean, { description: "Is every unit multiplied by its own index or the rest?" })
  soft!: boolean;

  @Field(() => Boolean, { description: "True for 1 - m." })
  inverted!: boolean;
}

@ObjectType("StudyAccuracy", {
  description:
    "Accuracy of one input under the masks of one factor; lists are in the order of the study's configurations.",
})
export class StudyAccuracyType {
  constructor(vector: StudyVector) {
    this.input = vector.input;
    this.maskFactor = vector.maskFactor;
    this.top1 = [...vector.top1];
    this.top5 = [...vector.top5];
    this.halfWidth95 = [...vector.halfWidth];
    this.unmaskedTop1 = vector.unmaskedTop1;
    this.unmaskedTop5 = vector.unmaskedTop5;
    this.randomTop1 = [...vector.randomTop1];
    this.maskedMinusRandom = vector.maskedMinusRandom.map((change) => new AccuracyDifferenceType(change));
    this.collapsed = [...vector.collapsed];
  }

  @Field(() => String, { description: "`original`, or the augmentation that acts on the images." })
  input: string;

  @Field(() => String, { description: "Factor whose index maps make the masks." })
  maskFactor: string;

  @Field(() => [Float], { description: "Share of images whose class is the first answer, 0 to 1." })
  top1: number[];

  @Field(() => [Float], {
    description: "Share of images whose class is among the first five answers, 0 to 1.",
  })
  top5: number[];

  @Field(() => [Float], { description: "Half widths of the 95 % intervals of top1, over images." })
  halfWidth95: number[];

  @Field(() => Float, { description: "top1 of the same input without a mask." })
  unmaskedTop1: number;

  @Field(() => Float, { description: "top5 of the same input without a mask." })
  unmaskedTop5: number;

  @Field(() => [Float], {
    description:
      "top1 with random masks of as many units, averaged; of a soft mask with its multipliers shuffled.",
  })
  randomTop1: number[];

  @Field(() => [AccuracyDifferenceType], { description: "top1 less randomTop1, with its interval." })
  maskedMinusRandom: AccuracyDifferenceType[];

  @Field(() => [Boolean], {
    description: "Does the masked network give one answer to nearly everything?",
  })
  collapsed: boolean[];
}

@ObjectType("MaskStudy", {
  implements: NodeType,
  description: "The paper's grid: factors x augmented inputs x 17 mask configurations.",
})
export class MaskStudyType implements NodeType {
  constructor(readonly row: MaskStudyRow) {}

  private get spec(): StudySpec {
    return this.row.spec as unknown as StudySpec;
  }

  @Field(() => ID, { description: "Opaque; pass it as it is." })
  get id(): string {
    return toGlobalId("MaskStudy", this.row.id);
  }

  @Field(() => String, { description: "For people; need not be unique." })
  get name(): string {
    return this.row.name;
  }

  @Field(() => RunStatus, { description: "Where it stands." })
  get status(): RunStatus {
    return this.row.status;
  }

  @Field(() => RunProgressType, {
    description: "How far it is; reused evaluations are those of masks that are equal.",
  })
  get progress(): RunProgressType {
    return this.row;
  }

  @Field(() => String, {
    nullable: true,
    description: "Set when status is FAILED: what a person should read.",
  })
  get failure(): string | null {
    return this.row.failure;
  }

  @Field(() => Measure, { description: "Measure of the index maps that the masks are made from." })
  get measure(): Measure {
    return this.row.measure;
  }

  @Field(() => [String], { description: "Factors whose index maps make the masks." })
  get factors(): string[] {
    return [...this.spec.factors];
  }

  @Field(() => [String], {
    description: "Checkpoints that are masked together, each by its own map, in forward order.",
  })
  get checkpoints(): string[] {
    return this.spec.masked.map(({ name }) => name);
  }

  @Field(() => Int, { description: "Images." })
  get sampleCount(): number {
    return this.spec.images.length;
  }

  @Field(() => Int, { description: "Random masks of the same size." })
  get randomControls(): number {
    return this.spec.randomControls;
  }

  @Field(() => Int, { description: "Augmented inputs of each image where parameters are drawn." })
  get draws(): number {
    return Math.max(1, ...this.spec.inputs.map(({ draws }) => draws));
  }

  @Field(() => GraphQLJSONObject, {
    description: "The whole study, seeds included: enough to repeat it bit for bit.",
  })
  get design(): Record<string, unknown> {
    return this.row.spec as Record<string, unknown>;
  }

  @Field(() => Date, { description: "When it was asked for." })
  get createdAt(): Date {
    return this.row.createdAt;
  }

  @Field(() => Date, { nullable: true, description: "When a worker began it first." })
  get startedAt(): Date | null {
    return this.row.startedAt;
  }

  @Field(() => Date, { nullable: true, description: "When it succeeded, failed or was cancelled." })
  get finishedAt(): Date | null {
    return this.row.finishedAt;
  }
}

const types = connectionTypes("MaskStudy", "studies of masks", () => MaskStudyType);
export const MaskStudyConnection = types.connection;
