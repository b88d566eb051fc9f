import { ArgsType, Field, ID, Int } from "type-graphql";

/** What tests of masks, evaluations and studies alike, are asked for with. */
@ArgsType()
export class MaskTestArgs {
  @Field(() => ID, { description: "Images with classes of the network; those of the run or others." })
  imageSetId!: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Checkpoint that holds the network's answers, one number a class; its last value when absent. For networks with several outputs.",
  })
  output?: string | null;

  @Field(() => String, { nullable: true, description: "Only images of this partition." })
  partition?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "May images be used that the run's index maps were estimated from? Otherwise only those that the run left aside (holdOut).",
  })
  useSeenImages?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 1,
    description: "Augmented inputs of each image where parameters are drawn, 1 to 100.",
  })
  draws?: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 5,
    description: "Random masks of the same size, 1 to 100.",
  })
  randomControls?: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: "Seed of images, augmentations and random masks, 0 or more.",
  })
  seed?: number | null;
}
