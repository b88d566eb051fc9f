import { Field, Float, Int, ObjectType } from "type-graphql";

@ObjectType("SpecializationShare", { description: "Units for which one factor has the largest index." })
export class SpecializationShareType {
  @Field(() => String, { description: "Key of the factor; `undecided` in the last row." })
  factor!: string;

  @Field(() => Int, { description: "Number of these units." })
  units!: number;

  @Field(() => Float, {
    description:
      "Share of the units that are defined, 0 to 1; the rows add up to 1, or 0 where none is defined.",
  })
  share!: number;
}
