import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";

export const ChannelOrderKind = { RGB: "RGB", BGR: "BGR" } as const;
export type ChannelOrderKind = (typeof ChannelOrderKind)[keyof typeof ChannelOrderKind];

registerEnumType(ChannelOrderKind, {
  name: "ChannelOrderKind",
  description: "Order of the colour channels in the input tensor.",
  valuesConfig: {
    RGB: { description: "Red first, as torchvision's networks expect." },
    BGR: { description: "Blue first, as networks trained with OpenCV or Caffe expect." },
  },
});

@ObjectType("Preprocessing", {
  description:
    "From a decoded image to the input tensor: resize the shorter side, crop the centre, scale to [0,1], augment, min-max if asked, then (x - mean)/std in channel order.",
})
export class PreprocessingType {
  @Field(() => Int, { description: "Length of the shorter side after resizing, pixels." })
  resize!: number;

  @Field(() => Int, { description: "Side of the square that is cut from the centre, pixels." })
  crop!: number;

  @Field(() => [Float], {
    description: "Subtracted from each channel, on the scale from 0 to 1, in channel order.",
  })
  mean!: number[];

  @Field(() => [Float], {
    description: "Each channel is divided by it, on the scale from 0 to 1, in channel order.",
  })
  std!: number[];

  @Field(() => ChannelOrderKind, { description: "Order of the channels in the input tensor." })
  channelOrder!: ChannelOrderKind;
}
