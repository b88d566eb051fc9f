import type { AccuracyChange, AccuracyShares, ClassComparison } from "@unitscope/core/reading";
import { Field, Float, Int, ObjectType } from "type-graphql";

@ObjectType("Accuracy", {
  description: "Shares of images that a network gets right; draws of one image are averaged first.",
})
export class AccuracyType {
  constructor({ top1, top5 }: AccuracyShares) {
    this.top1 = top1.value;
    this.top5 = top5.value;
    this.halfWidth95 = top1.halfWidth;
    this.top5HalfWidth95 = top5.halfWidth;
  }

  @Field(() => Float, { description: "Share of images whose class is the first answer, 0 to 1." })
  top1: number;

  @Field(() => Float, {
    description: "Share of images whose class is among the first five answers, 0 to 1.",
  })
  top5: number;

  @Field(() => Float, { description: "Half width of the 95 % interval of top1, over images." })
  halfWidth95: number;

  @Field(() => Float, { description: "Half width of the 95 % interval of top5, over images." })
  top5HalfWidth95: number;
}

@ObjectType("AccuracyDifference", {
  description: "Top-1 accuracy of one treatment less that of another of the same images.",
})
export class AccuracyDifferenceType {
  constructor({ difference, halfWidth }: AccuracyChange) {
    this.difference = difference;
    this.halfWidth95 = halfWidth;
  }

  @Field(() => Float, { description: "-1 to 1." })
  difference: number;

  @Field(() => Float, {
    description:
      "Half width of the 95 % interval, paired by image; against two or more random masks over these, too.",
  })
  halfWidth95: number;
}

@ObjectType("ClassAccuracy", { description: "Top-1 accuracy of the images of one class." })
export class ClassAccuracyType {
  constructor({ label, images, baselineTop1, maskedTop1, randomTop1 }: ClassComparison) {
    this.label = label;
    this.sampleCount = images;
    this.baselineTop1 = baselineTop1.value;
    this.baselineHalfWidth95 = baselineTop1.halfWidth;
    this.maskedTop1 = maskedTop1.value;
    this.maskedHalfWidth95 = maskedTop1.halfWidth;
    this.randomTop1 = randomTop1.value;
  }

  @Field(() => String, { description: "Name of the class." })
  label: string;

  @Field(() => Float, { description: "Without a mask, 0 to 1." })
  baselineTop1: number;

  @Field(() => Float, { description: "Half width of the 95 % interval of baselineTop1." })
  baselineHalfWidth95: number;

  @Field(() => Float, { description: "With the mask, 0 to 1." })
  maskedTop1: number;

  @Field(() => Float, { description: "Half width of the 95 % interval of maskedTop1." })
  maskedHalfWidth95: number;

  @Field(() => Float, { description: "Mean over random masks of the same size, 0 to 1." })
  randomTop1: number;

  @Field(() => Int, { description: "Images of the class." })
  sampleCount: number;
}
