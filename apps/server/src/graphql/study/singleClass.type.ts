import type { SensitiveClass, SingleClassMatch } from "@unitscope/core/reading";
import { Field, Float, Int, ObjectType } from "type-graphql";
import { finite } from "../../store/mapSummary.js";
import { MaskConfigurationType } from "./study.type.js";

@ObjectType("ClassSensitivity", {
  description: "A class whose output unit is among the most sensitive to a factor.",
})
export class ClassSensitivityType {
  constructor({ classId, label, value, halfWidth, overlapShare }: SensitiveClass) {
    this.label = label;
    this.index = classId;
    this.value = finite(value);
    this.halfWidth95 = finite(halfWidth);
    this.overlapShare = finite(overlapShare) ?? 0;
  }

  @Field(() => String, { description: "Name of the class." })
  label: string;

  @Field(() => Int, { description: "Number of the class in the network's output, from 0." })
  index: number;

  @Field(() => Float, { nullable: true, description: "Index of its output unit." })
  value: number | null;

  @Field(() => Float, {
    nullable: true,
    description: "Half width of the 95 % interval of the index.",
  })
  halfWidth95: number | null;

  @Field(() => Float, {
    description: "Share of the overlap with the masked predictions that this class carries, 0 to 1.",
  })
  overlapShare: number;
}

@ObjectType("SingleClassResult", {
  description:
    "How the classes most sensitive to a factor match the answers that masking by this factor pushes predictions to. Overlaps are mean Jaccard similarities of these classes and the first five answers, 0 to 1.",
})
export class SingleClassResultType {
  constructor({ factor, input, classes, match, configuration, chanceJaccard }: SingleClassMatch) {
    this.factor = factor;
    this.input = input;
    this.classes = classes.map((one) => new ClassSensitivityType(one));
    this.jaccard = match.jaccard;
    this.jaccards = [...match.jaccards];
    this.unmaskedJaccard = match.unmaskedJaccard;
    this.randomJaccard95 = match.randomJaccard;
    this.chanceJaccard = chanceJaccard;
    this.configuration = configuration;
    this.isCandidate = match.isCandidate;
    this.collapsed = match.collapsed;
  }

  @Field(() => String, { description: "Key of the factor." })
  factor: string;

  @Field(() => String, {
    description:
      "Input of the predictions: augmented by the factor, or `original` where the study has no such input.",
  })
  input: string;

  @Field(() => [ClassSensitivityType], {
    description: "Most sensitive classes, in order, with index and half width.",
  })
  classes: ClassSensitivityType[];

  @Field(() => Float, {
    description:
      "Largest overlap over the configurations under which the network has not collapsed to one answer.",
  })
  jaccard: number;

  @Field(() => [Float], { description: "Overlap under every configuration, in their order." })
  jaccards: number[];

  @Field(() => Float, { description: "Overlap of the same input without a mask." })
  unmaskedJaccard: number;

  @Field(() => Float, {
    description:
      "What the given share (randomProbability, 95 %) of random class sets does not exceed under the same predictions.",
  })
  randomJaccard95: number;

  @Field(() => Float, { description: "Expected overlap of random sets of these sizes." })
  chanceJaccard: number;

  @Field(() => MaskConfigurationType, { description: "The configuration of the largest overlap." })
  configuration: MaskConfigurationType;

  @Field(() => Boolean, {
    description:
      "Does the overlap reach all three thresholds: leastJaccard, timesUnmasked the unmasked one, above randomJaccard95?",
  })
  isCandidate: boolean;

  @Field(() => Boolean, {
    description: "Does the network give one answer under every configuration, so that nothing can be judged?",
  })
  collapsed: boolean;
}
