import { Field, Float, ObjectType, registerEnumType } from "type-graphql";

export const FactorKind = {
  AUGMENTATION: "AUGMENTATION",
  PERMUTATION: "PERMUTATION",
  CLASS: "CLASS",
  PARTITION: "PARTITION",
  IMAGE: "IMAGE",
} as const;
export type FactorKind = (typeof FactorKind)[keyof typeof FactorKind];

registerEnumType(FactorKind, {
  name: "FactorKind",
  description: "What kind of input a factor is.",
  valuesConfig: {
    AUGMENTATION: { description: "An image augmentation with all its parameters." },
    PERMUTATION: { description: "The order in which the augmentations are applied." },
    CLASS: { description: "The class of the image, and by default which image of the class." },
    PARTITION: { description: "The partition that the image is taken from." },
    IMAGE: { description: "Which image of its class and partition, when that is a factor of its own." },
  },
});

@ObjectType("FactorParameter", { description: "One scalar of a factor, uniform between its bounds." })
export class FactorParameterType {
  @Field(() => String, { description: "Name of the parameter; `on` is the switch of the factor." })
  key!: string;

  @Field(() => Float, { description: "Lower bound, in the parameter's unit." })
  min!: number;

  @Field(() => Float, { description: "Upper bound, in the parameter's unit." })
  max!: number;

  @Field(() => Boolean, { description: "Is it rounded to a whole number on use?" })
  integer!: boolean;

  @Field(() => String, {
    nullable: true,
    description: "Unit of measure: px, deg, turn; null for plain numbers.",
  })
  unit?: string | null;
}

@ObjectType("Factor", {
  description:
    "One input of the sensitivity analysis: an augmentation with all its parameters, or an auxiliary variable.",
})
export class FactorType {
  @Field(() => String, { description: "Name of the factor: erasing, hue, permutation." })
  key!: string;

  @Field(() => FactorKind, { description: "What kind of input it is." })
  kind!: FactorKind;

  @Field(() => [FactorParameterType], { description: "Its scalars, which move together." })
  parameters!: FactorParameterType[];
}

@ObjectType("AugmentationSet", { description: "SET_1, SET_2 and SET_3 of the paper (arXiv 2503.03283)." })
export class AugmentationSetType {
  @Field(() => String, { description: "Pass it as augmentationSet to createRun." })
  key!: string;

  @Field(() => [FactorType], { description: "Its augmentations, in the order in which they are applied." })
  factors!: FactorType[];
}
