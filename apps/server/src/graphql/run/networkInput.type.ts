import { type NetworkInput, networkInputText } from "@unitscope/core/reading";
import { Field, Float, Int, ObjectType } from "type-graphql";

@ObjectType("InputChannel", { description: "One channel of a network's input over some images." })
export class InputChannelType {
  @Field(() => String, {
    description: "R, G, B in the tensor's order; of a segment hue, saturation or value.",
  })
  name!: string;

  @Field(() => Float, { description: "Smallest value." })
  least!: number;

  @Field(() => Float, { description: "Largest value." })
  greatest!: number;

  @Field(() => Float, { description: "Mean over all pixels." })
  mean!: number;
}

@ObjectType("NetworkInput", {
  description:
    "What a network saw of the run's first images, not augmented: numbers as they stand in its input tensor.",
})
export class NetworkInputType {
  constructor(private readonly input: NetworkInput) {}

  @Field(() => Int, { description: "Images that were looked at." })
  get imageCount(): number {
    return this.input.images;
  }

  @Field(() => Float, { description: "Smallest value of all channels." })
  get least(): number {
    return this.input.least;
  }

  @Field(() => Float, { description: "Largest value of all channels." })
  get greatest(): number {
    return this.input.greatest;
  }

  @Field(() => Float, { description: "Mean over all pixels and channels." })
  get mean(): number {
    return this.input.mean;
  }

  @Field(() => [InputChannelType], { description: "The same for each channel." })
  get channels(): readonly InputChannelType[] {
    return this.input.channels;
  }

  @Field(() => String, { description: "All of it in one sentence." })
  get text(): string {
    return networkInputText(this.input);
  }
}
