import { DEFAULT_HOLD_OUT } from "@unitscope/core/reading";
import { Field, Float, ID, InputType, Int } from "type-graphql";
import { ImageMode, Method, Players, RunStatus } from "./run.enums.js";
import { SegmentInput } from "./segment.input.js";

@InputType("RunFilter", { description: "Narrows a list of runs; all conditions hold together." })
export class RunFilter {
  @Field(() => [RunStatus], { nullable: true, description: "Any of these." })
  status?: RunStatus[] | null;

  @Field(() => [Method], { nullable: true, description: "Any of these." })
  method?: Method[] | null;

  @Field(() => ID, { nullable: true, description: "Runs of this network." })
  modelId?: string | null;

  @Field(() => ID, { nullable: true, description: "Runs on this image set." })
  imageSetId?: string | null;

  @Field(() => String, { nullable: true, description: "Runs with this tag." })
  tag?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Part of the name or the notes whatever the case, or a whole tag.",
  })
  search?: string | null;
}

@InputType("CreateRunInput", { description: "What is to be analysed and how." })
export class CreateRunInput {
  @Field(() => String, {
    nullable: true,
    description: "1 to 200 characters; made from network and factors when absent.",
  })
  name?: string | null;

  @Field(() => ID, { description: "The network." })
  modelId!: string;

  @Field(() => ID, { description: "The images." })
  imageSetId!: string;

  @Field(() => Method, {
    description: "How to sample, and with that what is estimated.",
  })
  method!: Method;

  @Field(() => String, {
    nullable: true,
    description: "One key of augmentationSets. Give either this or factors.",
  })
  augmentationSet?: string | null;

  @Field(() => [String], {
    nullable: true,
    description:
      "Keys of the augmentations; auxiliary factors are added by their own flags. Give either this or augmentationSet.",
  })
  factors?: string[] | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Is the order of the augmentations a factor?",
  })
  includePermutation?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Is the class of the image a factor?",
  })
  includeClass?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Is the partition of the image a factor?",
  })
  includePartition?: boolean | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Each augmentation is switched on with probability 1/2 by its own switch variable.",
  })
  useSwitches?: boolean | null;

  @Field(() => ImageMode, {
    nullable: true,
    defaultValue: ImageMode.WITH_CLASS,
    description: "What decides which image of a class and partition a row uses.",
  })
  image?: ImageMode | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description:
      "Per-channel min-max before normalisation, as in the paper. Null for what goes with the network's preprocessing: none for a network that is given levels of 0 to 255, as uint8 ones are.",
  })
  minMax?: boolean | null;

  @Field(() => SegmentInput, {
    nullable: true,
    description:
      "Analyse a piece of the network, fed with one channel of the image; the whole network when absent. Mean and standard deviation of the preprocessing are not used then, and softmax does not go with it.",
  })
  segment?: SegmentInput | null;

  @Field(() => [String], {
    nullable: true,
    description: "Checkpoint names, of a segment those after its start; all suggested ones when empty.",
  })
  checkpoints?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "SOBOL, SHAPLEY, VARIANCE, CONTRAST: number of base samples, best a power of two; 1024 when absent.",
  })
  baseSamples?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "SOBOL only: are S2 indices wanted? They nearly double the evaluations.",
  })
  secondOrder?: boolean | null;

  @Field(() => Int, {
    nullable: true,
    description: "SHAPLEY_NESTED only: random orders of the players, 2 or more; 64 when absent.",
  })
  permutations?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "SHAPLEY_NESTED only: outer samples of each conditional variance, 1 or more; 4 when absent.",
  })
  outerSamples?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "SHAPLEY_NESTED only: inner samples for each outer one, 2 or more; 4 when absent.",
  })
  innerSamples?: number | null;

  @Field(() => Players, {
    nullable: true,
    defaultValue: Players.FACTORS,
    description: "SHAPLEY_NESTED only: whose effects are estimated.",
  })
  players?: Players | null;

  @Field(() => Int, {
    nullable: true,
    description:
      "CONTRAST only: draws of each augmentation that has parameters, for each image, 1 to 1000; 3 when absent.",
  })
  draws?: number | null;

  @Field(() => Float, {
    nullable: true,
    defaultValue: DEFAULT_HOLD_OUT,
    description:
      "Share of the images of every class and partition that is left aside, 0 to 0.9: masks made from the run's index maps are tested on images that no index was estimated from.",
  })
  holdOut?: number | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description:
      "Read class probabilities instead of the network's last value: a softmax is put behind it, unless it ends in one. That value must be among the checkpoints.",
  })
  softmax?: boolean | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Stop early once 95 % of all half widths are below this; baseSamples is then the most that is spent. Above 0 and below 1.",
  })
  targetHalfWidth?: number | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: "Seed of every random choice, 0 or more: the same seed gives the same numbers.",
  })
  seed?: number | null;

  @Field(() => [String], { nullable: true, description: "At most 20, of 1 to 50 characters." })
  tags?: string[] | null;

  @Field(() => String, { nullable: true, description: "At most 10,000 characters." })
  notes?: string | null;
}
