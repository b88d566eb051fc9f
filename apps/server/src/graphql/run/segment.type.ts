import { Field, ObjectType, registerEnumType } from "type-graphql";

export const HsvChannel = { H: "H", S: "S", V: "V" } as const;
export type HsvChannel = (typeof HsvChannel)[keyof typeof HsvChannel];

registerEnumType(HsvChannel, {
  name: "HsvChannel",
  description: "What of an image a segment is fed with; all from 0 to 1, before normalisation.",
  valuesConfig: {
    H: { description: "Hue, in turns of the colour circle." },
    S: { description: "Saturation." },
    V: { description: "Value: the largest of red, green and blue." },
  },
});

@ObjectType("Segment", {
  description:
    "A piece of a network that is analysed in place of the whole, fed with one channel of the image that is copied to all channels it starts from.",
})
export class SegmentType {
  @Field(() => String, {
    nullable: true,
    description: "Checkpoint whose values the image takes the place of; null for the network's input.",
  })
  from!: string | null;

  @Field(() => String, { description: "Checkpoint that it ends with." })
  to!: string;

  @Field(() => HsvChannel, { description: "What of the image it is fed with." })
  channel!: HsvChannel;
}
