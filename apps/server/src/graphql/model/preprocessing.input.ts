import { Field, Float, InputType, Int } from "type-graphql";
import { ChannelOrderKind } from "./preprocessing.type.js";

@InputType("PreprocessingInput", {
  description:
    "How images are prepared for a network; what is left out is taken from the network's input or ImageNet.",
})
export class PreprocessingInput {
  @Field(() => Int, {
    nullable: true,
    description: "Length of the shorter side after resizing, pixels; the crop when absent.",
  })
  resize?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Side of the centre crop, pixels; the network's input size when absent.",
  })
  crop?: number | null;

  @Field(() => [Float], {
    nullable: true,
    description: "Three means on the scale from 0 to 1, in channel order; ImageNet's when absent.",
  })
  mean?: number[] | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      "Three standard deviations on the scale from 0 to 1, in channel order; ImageNet's when absent.",
  })
  std?: number[] | null;

  @Field(() => ChannelOrderKind, {
    nullable: true,
    defaultValue: ChannelOrderKind.RGB,
    description: "Order of the channels in the input tensor.",
  })
  channelOrder?: ChannelOrderKind | null;
}
