import type { PreprocessingSpec } from "@unitscope/core/reading";
import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import type { ModelRow } from "../../db/models.js";
import { toGlobalId } from "../globalId.js";
import { NodeType } from "../node/node.type.js";
import { connectionTypes } from "../paging/connection.js";
import { PreprocessingType } from "./preprocessing.type.js";

export const TensorLayoutKind = { NCHW: "NCHW", NHWC: "NHWC" } as const;
export type TensorLayoutKind = (typeof TensorLayoutKind)[keyof typeof TensorLayoutKind];

registerEnumType(TensorLayoutKind, {
  name: "TensorLayoutKind",
  description: "Order of the axes of a batch of images.",
  valuesConfig: {
    NCHW: { description: "Channels before height and width, as PyTorch has them." },
    NHWC: { description: "Channels last, as TensorFlow and Keras have them." },
  },
});

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
    description:
      "Input tensor shape [batch, channels, height, width], whatever the order of the axes in the file; -1 for an axis that the network leaves open, as most do with the batch.",
  })
  get inputShape(): number[] {
    return this.row.inputShape;
  }

  @Field(() => Int, { description: "Channels of the images: 3 for colour, 1 for luminance." })
  get inputChannels(): number {
    return this.row.inputShape[1] ?? 3;
  }

  @Field(() => Int, {
    nullable: true,
    description: "Height of the images, pixels; null where the network takes any: the crop decides then.",
  })
  get inputHeight(): number | null {
    return fixedSide(this.row.inputShape[2]);
  }

  @Field(() => Int, { nullable: true, description: "Width of the images, likewise." })
  get inputWidth(): number | null {
    return fixedSide(this.row.inputShape[3]);
  }

  @Field(() => TensorLayoutKind, {
    description: "Order of the axes in the file. Masks and maps have channels first all the same.",
  })
  get inputLayout(): TensorLayoutKind {
    return this.row.inputLayout as TensorLayoutKind;
  }

  @Field(() => String, {
    nullable: true,
    description:
      "Type of the numbers that go in: float32, float16, or uint8 for levels of 0 to 255; null where an earlier version has imported the network.",
  })
  get inputType(): string | null {
    return this.row.inputType;
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
    return new PreprocessingType(this.row.preprocessing as unknown as PreprocessingSpec);
  }

  @Field(() => Date, { description: "When it was imported." })
  get createdAt(): Date {
    return this.row.createdAt;
  }
}

function fixedSide(side: number | undefined): number | null {
  return side === undefined || side < 0 ? null : side;
}

const types = connectionTypes("Model", "models", () => ModelType);
export const ModelConnection = types.connection;
