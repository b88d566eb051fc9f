import { PRESET_NAMES, type PreprocessingRequest } from "@unitscope/core/reading";
import { Field, Float, InputType, Int } from "type-graphql";
import { badInput } from "../errors.js";
import { ChannelOrderKind, ResizeModeKind } from "./preprocessing.type.js";

@InputType("PreprocessingInput", {
  description:
    "How images are prepared for a network; what is left out is taken from the network's input and the preset. The min-max stretch belongs to a run: createRun's minMax.",
})
export class PreprocessingInput {
  @Field(() => String, {
    nullable: true,
    description: `What the other fields are filled up from: ${PRESET_NAMES.join(", ")}; ImageNet's numbers when absent, bytes for a network that takes uint8. Whether it stretches by min-max is not taken from it.`,
  })
  preset?: string | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Length of the shorter side after resizing, pixels; the preset's when absent, the crop without one. Images for a crop that is no square cover it when this is absent.",
  })
  resize?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Height after resizing, pixels, in place of resize; together with resizeWidth.",
  })
  resizeHeight?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Width after resizing, pixels, in place of resize; together with resizeHeight.",
  })
  resizeWidth?: number | null;

  @Field(() => ResizeModeKind, {
    nullable: true,
    description: "EXACT or COVER of resizeHeight and resizeWidth; EXACT when absent.",
  })
  resizeMode?: ResizeModeKind | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "Side of the square centre crop, pixels; the network's input size when absent, 224 where it takes any.",
  })
  crop?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Height of the centre crop, pixels, in place of crop; together with cropWidth.",
  })
  cropHeight?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "Width of the centre crop, pixels, in place of crop; together with cropHeight.",
  })
  cropWidth?: number | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      "Three means on the scale from 0 to 1, in channel order, or one for a network that takes one channel; the preset's when absent, ImageNet's without one.",
  })
  mean?: number[] | null;

  @Field(() => [Float], {
    nullable: true,
    description:
      "Three standard deviations on the scale from 0 to 1, in channel order, or one for a network that takes one channel; the preset's when absent, ImageNet's without one.",
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
  const { resizeHeight, resizeWidth, resizeMode, cropHeight, cropWidth, ...others } = input;
  const crop = sidesOf("crop", input.crop, cropHeight, cropWidth);
  const sides = sidesOf("resize", input.resize, resizeHeight, resizeWidth);
  if (resizeMode != null && (resizeMode === "SHORTER_SIDE") === (sides !== undefined)) {
    const wanted = sides === undefined ? "resizeHeight and resizeWidth" : "resize";
    throw badInput("preprocessing.resizeMode", `resizeMode is ${resizeMode}; it goes with ${wanted}.`);
  }
  // RGB may only be the schema's default, which says nothing about a preset such as caffe.
  const isOpen = input.preset != null && input.channelOrder === ChannelOrderKind.RGB;
  return {
    ...others,
    ...(crop ? { crop } : {}),
    ...(sides ? { resize: resizeMode === "COVER" ? { cover: sides } : sides } : {}),
    ...(isOpen ? { channelOrder: null } : {}),
  };
}

/** Height and width that are given in place of one number; undefined where neither is. */
function sidesOf(
  key: "crop" | "resize",
  side: number | null | undefined,
  height: number | null | undefined,
  width: number | null | undefined,
): readonly [number, number] | undefined {
  if (height == null && width == null) return undefined;
  const field = `preprocessing.${key}`;
  if (side != null) throw badInput(field, `Give either ${key}, or ${key}Height and ${key}Width.`);
  if (height == null || width == null) throw badInput(field, `${key}Height and ${key}Width go together.`);
  return [height, width];
}
