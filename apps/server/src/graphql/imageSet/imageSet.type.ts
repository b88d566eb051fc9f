import { Field, ID, Int, ObjectType } from "type-graphql";
import type { ImageSetRow } from "../../db/imageSets.js";
import { toGlobalId } from "../globalId.js";
import { NodeType } from "../node/node.type.js";
import { connectionTypes } from "../paging/connection.js";

@ObjectType("ImagePartition", { description: "A named part of an image set." })
export class ImagePartitionType {
  @Field(() => String, { description: "train, valid." })
  name!: string;

  @Field(() => Int, { description: "Images in this part." })
  imageCount!: number;
}

@ObjectType("SkippedImage", { description: "An image that was left out of a set because it is bad." })
export class SkippedImageType {
  @Field(() => String, { description: "Its path in the folder or archive." })
  name!: string;

  @Field(() => String, { description: "What is wrong with it, as the rest of a sentence: is empty." })
  reason!: string;
}

@ObjectType("ImageSet", {
  implements: NodeType,
  description: "Labelled images in one or two partitions (train, valid).",
})
export class ImageSetType implements NodeType {
  constructor(readonly row: ImageSetRow) {}

  @Field(() => ID, { description: "Opaque; pass it as it is." })
  get id(): string {
    return toGlobalId("ImageSet", this.row.id);
  }

  @Field(() => String, { description: "Unique name." })
  get name(): string {
    return this.row.name;
  }

  @Field(() => Int, { description: "Images in all partitions." })
  get imageCount(): number {
    return this.row.imageCount;
  }

  @Field(() => [String], { description: "Names of the classes, in the order that a design selects by." })
  get classes(): string[] {
    return this.row.classes;
  }

  @Field(() => Int, { description: "Bad images that were left out when the set was imported." })
  get skippedImageCount(): number {
    return this.row.skippedCount;
  }

  @Field(() => [SkippedImageType], {
    description: "The first 1,000 of the bad images that were left out, with what is wrong with each.",
  })
  get skippedImages(): SkippedImageType[] {
    return this.row.skippedImages as unknown as SkippedImageType[];
  }

  @Field(() => String, {
    nullable: true,
    description:
      "In one line what else was left out, with counts: files that are no images, formats that are not read, what systems leave behind. Null when nothing was.",
  })
  get leftOut(): string | null {
    return this.row.leftOut;
  }

  @Field(() => Date, { description: "When it was imported." })
  get createdAt(): Date {
    return this.row.createdAt;
  }
}

const types = connectionTypes("ImageSet", "image sets", () => ImageSetType);
export const ImageSetConnection = types.connection;
