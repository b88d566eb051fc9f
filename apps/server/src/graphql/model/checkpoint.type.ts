import { Field, Int, ObjectType } from "type-graphql";
import type { CheckpointRow } from "../../db/models.js";

@ObjectType("Checkpoint", {
  description: "The output of one named layer of a model; its elements are the units.",
})
export class CheckpointType {
  constructor(private readonly row: CheckpointRow) {}

  @Field(() => String, { description: "Short name, unique in the model: maxpool, layer1, fc." })
  get name(): string {
    return this.row.name;
  }

  @Field(() => String, { description: "The ONNX value that is read." })
  get tensor(): string {
    return this.row.tensor;
  }

  @Field(() => [Int], { description: "[channels, height, width]; [channels] for a vector." })
  get shape(): number[] {
    return this.row.shape;
  }

  @Field(() => Int, { description: "Number of units: the product of the shape." })
  get unitCount(): number {
    return this.row.unitCount;
  }

  @Field(() => String, { description: "ONNX operator whose output this is: Relu, MaxPool." })
  get operator(): string {
    return this.row.operator;
  }

  @Field(() => Boolean, { description: "Is it one of those that a run reads when none are named?" })
  get suggested(): boolean {
    return this.row.suggested;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Why it is never suggested although it looks like a map: the order of its axes is not known, so the shape gives them as the network has them. Null for any other.",
  })
  get note(): string | null {
    return this.row.note;
  }
}
