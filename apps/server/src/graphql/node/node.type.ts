import { Field, ID, InterfaceType } from "type-graphql";

@InterfaceType("Node", { description: "An object with an id that is unique over all kinds of objects." })
export abstract class NodeType {
  @Field(() => ID, { description: "Opaque; pass it as it is." })
  readonly id!: string;
}
