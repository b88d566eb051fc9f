import type { PreprocessingRequest } from "@unitscope/core/preprocessing/completePreprocessing";
import { PRESET_NAMES } from "@unitscope/core/preprocessing/presets";
import { Field, Float, InputType, Int } from "type-graphql";
import { ChannelOrderKind } from "./preprocessing.type.js";

@InputType("PreprocessingInput", {
  description:
    "How images are prepared for a network; what is left out is taken from the network's input and the preset. The min-max stretch belongs to a run: createRun's minMax.",
})
export class PreprocessingInput {
  @Field(() => String, {
    nullable: true,
    description: `What the other fields are filled up from: ${PRESET_NAMES.join(", ")}; ImageNet's numbers when absent. Whether it stretches by min-max is not taken from it.`,
  })
  preset?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Length of the shorter side after resizing, pixels; the preset's when absent, the crop without one.",
  })
  resize?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Side of the centre crop, pixels; the network's input size when absent.",
  })
  crop?: number | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      "Three means on the scale from 0 to 1, in channel order; the preset's when absent, ImageNet's without one.",
  })
  mean?: number[] | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      "Three standard deviations on the scale from 0 to 1, in channel order; the preset's when absent, ImageNet's without one.",
  })
  std?: number[] | null;

  @Field(() => ChannelOrderKind, {
    nullable: true,
    defaultValue: ChannelOrderKind.RGB,
    description:
      "Order of the channels in the input tensor. With a preset RGB is no wish: the preset's own order holds.",
  })
  channelOrder?: ChannelOrderKind | null;
}

/** What core makes preprocessing of. */
export function preprocessingRequest(
  input: PreprocessingInput | null | undefined,
): PreprocessingRequest | null {
  if (!input) return null;
  // RGB may only be the schema's default, which says nothing about a preset such as caffe.
  const isOpen = input.preset != null && input.channelOrder === ChannelOrderKind.RGB;
  return isOpen ? { ...input, channelOrder: null } : { ...input };
}
