import { cropSize, type PreprocessingSpec, type Sides } from "@unitscope/core/reading";
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

export const ResizeModeKind = { SHORTER_SIDE: "SHORTER_SIDE", EXACT: "EXACT", COVER: "COVER" } as const;
export type ResizeModeKind = (typeof ResizeModeKind)[keyof typeof ResizeModeKind];

registerEnumType(ResizeModeKind, {
  name: "ResizeModeKind",
  description: "How an image is scaled before the crop.",
  valuesConfig: {
    SHORTER_SIDE: { description: "Its shorter side becomes this long, the proportion is kept." },
    EXACT: { description: "It becomes this high and wide, whatever its proportion was." },
    COVER: {
      description: "As small as it can be and still cover this height and width; the proportion is kept.",
    },
  },
});

@ObjectType("Preprocessing", {
  description:
    "From a decoded image to the input tensor: resize, crop the centre, scale to [0,1], augment, take the luminance where the network has one channel, min-max if asked, then (x - mean)/std in channel order.",
})
export class PreprocessingType {
  constructor(private readonly spec: PreprocessingSpec) {}

  @Field(() => Int, {
    description:
      "Length of the shorter side after resizing, pixels: of what is covered, where resizeMode is COVER.",
  })
  get resize(): number {
    return Math.min(...this.resizeSides);
  }

  @Field(() => Int, {
    description: "Height after resizing, or to be covered, pixels; resize where resizeMode is SHORTER_SIDE.",
  })
  get resizeHeight(): number {
    return this.resizeSides[0];
  }

  @Field(() => Int, { description: "Width, likewise." })
  get resizeWidth(): number {
    return this.resizeSides[1];
  }

  @Field(() => ResizeModeKind, { description: "How an image is scaled." })
  get resizeMode(): ResizeModeKind {
    const { resize } = this.spec;
    if (typeof resize === "number") return "SHORTER_SIDE";
    return "cover" in resize ? "COVER" : "EXACT";
  }

  @Field(() => Int, {
    description: "Side of the square that is cut from the centre, pixels; the shorter side where it is none.",
  })
  get crop(): number {
    return Math.min(this.cropHeight, this.cropWidth);
  }

  @Field(() => Int, { description: "Height of what is cut from the centre, pixels." })
  get cropHeight(): number {
    return cropSize(this.spec).height;
  }

  @Field(() => Int, { description: "Width of what is cut from the centre, pixels." })
  get cropWidth(): number {
    return cropSize(this.spec).width;
  }

  @Field(() => [Float], {
    description:
      "Subtracted from each channel, on the scale from 0 to 1, in channel order; one number for luminance.",
  })
  get mean(): readonly number[] {
    return this.spec.mean;
  }

  @Field(() => [Float], {
    description:
      "Each channel is divided by it, on the scale from 0 to 1, in channel order; one number for luminance. 1/255 beside a mean of 0 gives levels of 0 to 255.",
  })
  get std(): readonly number[] {
    return this.spec.std;
  }

  @Field(() => ChannelOrderKind, {
    description: "Order of the channels in the input tensor; RGB where it has one.",
  })
  get channelOrder(): ChannelOrderKind {
    return this.spec.channelOrder;
  }

  private get resizeSides(): Sides {
    const { resize } = this.spec;
    if (typeof resize === "number") return [resize, resize];
    return "cover" in resize ? resize.cover : resize;
  }
}
