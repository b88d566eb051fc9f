import { Field, Float, ID, InputType, Int } from "type-graphql";
import { Measure } from "../run/run.enums.js";
import { MaskDirection, SoftMask } from "./mask.enums.js";

@InputType("MaskRuleInput", { description: "Which units a mask touches and what happens to them." })
export class MaskRuleInput {
  @Field(() => ID, { description: "The run whose index maps are used; it must have SUCCEEDED." })
  runId!: string;

  @Field(() => Measure, {
    description:
      "Measure that units are ranked by: S1, ST, S2, SHAPLEY, or CONTRAST and CONTRAST_RANK by magnitude.",
  })
  measure!: Measure;

  @Field(() => String, { description: "Key of the factor." })
  factor!: string;

  @Field(() => String, { nullable: true, description: "Second factor of S2; the order does not matter." })
  withFactor?: string | null;

  @Field(() => Float, {
    description:
      "Percentile q of the index values, per checkpoint, 0 to 1. Of U units ABOVE chooses exactly the ceil((1 - q) U) largest, BELOW the ceil(q U) smallest; fewer only where fewer may be chosen.",
  })
  percentile!: number;

  @Field(() => MaskDirection, {
    description:
      "Which end is chosen. ABOVE never chooses values of 0 and below, and nothing chooses undefined ones.",
  })
  direction!: MaskDirection;

  @Field(() => [String], {
    nullable: true,
    description:
      "Checkpoints that are masked together, each by its own map. All of the run's convolutional checkpoints when empty.",
  })
  checkpoints?: string[] | null;

  @Field(() => Float, {
    description:
      "Activations of the chosen units are multiplied by this: 0 silences, 1 leaves, 1.5 amplifies; -1000 to 1000.",
  })
  alpha!: number;

  @Field(() => SoftMask, {
    nullable: true,
    description:
      "Multiply each unit by its own index instead; percentile, direction and alpha do not matter then.",
  })
  soft?: SoftMask | null;

  @Field(() => Int, {
    nullable: true,
    defaultValue: 0,
    description: "Decides which of equal values at the edge are chosen, 0 or more.",
  })
  seed?: number | null;
}
