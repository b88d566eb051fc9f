import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import type { ModelRow } from "../../db/models.js";
import { toGlobalId } from "../globalId.js";
import { NodeType } from "../node/node.type.js";
import { connectionTypes } from "../paging/connection.js";
import { PreprocessingType } from "./preprocessing.type.js";

@ObjectType("Model", {
  implements: NodeType,
  description: "A convolutional network in ONNX form. Immutable: a new file is a new model.",
})
export class ModelType implements NodeType {
  constructor(readonly row: ModelRow) {}

  @Field(() => ID, { description: "Opaque; pass it as it is." })
  get id(): string {
    return toGlobalId("Model", this.row.id);
  }

  @Field(() => String, { description: "Unique name." })
  get name(): string {
    return this.row.name;
  }

  @Field(() => String, { description: "SHA-256 of the ONNX file, hex." })
  get sha256(): string {
    return this.row.sha256;
  }

  @Field(() => Float, { description: "Size of the ONNX file, bytes." })
  get byteSize(): number {
    return Number(this.row.byteSize);
  }

  @Field(() => Int, { description: "Version of ONNX's operator set that the file uses." })
  get opset(): number {
    return this.row.opset;
  }

  @Field(() => [Int], {
    description: "Input tensor shape [batch, channels, height, width]; -1 for the batch axis.",
  })
  get inputShape(): number[] {
    return this.row.inputShape;
  }

  @Field(() => [String], {
    description: "What the outputs stand for, in their order; empty when nobody said.",
  })
  get classLabels(): string[] {
    return this.row.classLabels;
  }

  @Field(() => [String], {
    description:
      "Ids beside the labels, in the same order, such as WordNet's n01440764: class folders are found by them too. Empty when the labels have none.",
  })
  get classIds(): string[] {
    return this.row.classIds;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Why images go through the network one at a time: what makes the numbers of an image depend on the others of its batch. Null where they go in batches, and where an earlier version has imported the network and nobody has used it since.",
  })
  get oneAtATime(): string | null {
    return this.row.oneAtATime || null;
  }

  @Field(() => PreprocessingType, { description: "How images are prepared for this network." })
  get preprocessing(): PreprocessingType {
    return this.row.preprocessing as unknown as PreprocessingType;
  }

  @Field(() => Date, { description: "When it was imported." })
  get createdAt(): Date {
    return this.row.createdAt;
  }
}

const types = connectionTypes("Model", "models", () => ModelType);
export const ModelConnection = types.connection;
