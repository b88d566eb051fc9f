import { Field, InputType } from "type-graphql";
import { HsvChannel } from "./segment.type.js";

@InputType("SegmentInput", {
  description:
    "A piece of the network to analyse in place of the whole. Images go in at the size of the crop, whatever the size of the values they take the place of.",
})
export class SegmentInput {
  @Field(() => String, {
    nullable: true,
    description: "Name or tensor name of the checkpoint to start from; the network's input when absent.",
  })
  from?: string | null;

  @Field(() => String, { description: "Name or tensor name of the checkpoint to end with." })
  to!: string;

  @Field(() => HsvChannel, { description: "What of the image it is fed with." })
  channel!: HsvChannel;
}
