import type { TestInput, TestSpec } from "@unitscope/core/reading";
import { Field, ID, Int, ObjectType } from "type-graphql";
import type { MaskEvaluationRow } from "../../db/maskEvaluations.js";
import { toGlobalId } from "../globalId.js";
import { NodeType } from "../node/node.type.js";
import { RunStatus } from "../run/run.enums.js";
import { RunProgressType } from "../run/run.type.js";

@ObjectType("MaskEvaluation", {
  implements: NodeType,
  description:
    "Accuracy with the mask against controls: no mask, random masks of the same size, and the least sensitive units.",
})
export class MaskEvaluationType implements NodeType {
  constructor(readonly row: MaskEvaluationRow) {}

  get spec(): TestSpec {
    return this.row.spec as unknown as TestSpec;
  }

  private get input(): TestInput {
    const [input] = this.spec.inputs;
    if (!input) throw new Error(`The evaluation ${this.row.id} has no input.`);
    return input;
  }

  @Field(() => ID, { description: "Opaque; pass it as it is." })
  get id(): string {
    return toGlobalId("MaskEvaluation", this.row.id);
  }

  @Field(() => RunStatus, { description: "Where it stands." })
  get status(): RunStatus {
    return this.row.status;
  }

  @Field(() => RunProgressType, { description: "How far it is." })
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

  @Field(() => Boolean, { description: "Are the images augmented?" })
  get augmented(): boolean {
    return this.input.kind !== "PLAIN";
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Key of the one augmentation that is applied; null where images are as they are or under all of the run's at once.",
  })
  get augmentation(): string | null {
    return this.input.kind === "ALONE" ? this.input.key : null;
  }

  @Field(() => Int, { description: "Augmented inputs of each image; their answers are averaged." })
  get draws(): number {
    return this.input.draws;
  }

  @Field(() => Int, { description: "Images." })
  get sampleCount(): number {
    return this.spec.images.length;
  }

  @Field(() => Date, { description: "When it was asked for." })
  get createdAt(): Date {
    return this.row.createdAt;
  }

  @Field(() => Date, { nullable: true, description: "When it succeeded, failed or was cancelled." })
  get finishedAt(): Date | null {
    return this.row.finishedAt;
  }
}
