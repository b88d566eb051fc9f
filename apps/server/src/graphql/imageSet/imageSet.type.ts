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

  @Field(() => Date, { description: "When it was imported." })
  get createdAt(): Date {
    return this.row.createdAt;
  }
}

const types = connectionTypes("ImageSet", "image sets", () => ImageSetType);
export const ImageSetConnection = types.connection;
