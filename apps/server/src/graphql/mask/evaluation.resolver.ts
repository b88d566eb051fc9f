import { COLLAPSE_SHARE, type EvaluationResult } from "@unitscope/core/reading";
import { Arg, Args, Ctx, FieldResolver, Float, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { MASK_EVALUATIONS } from "../../db/maskEvaluations.js";
import { EVALUATION_JOB } from "../../jobs/jobKinds.js";
import type { ApiContext } from "../context.js";
import { localId } from "../globalId.js";
import { ImageSetType } from "../imageSet/imageSet.type.js";
import { cancelJob } from "../job/changeJob.js";
import { AccuracyDifferenceType, AccuracyType, ClassAccuracyType } from "./accuracy.type.js";
import { evaluateMask } from "./evaluateMask.js";
import { MaskEvaluationType } from "./evaluation.type.js";
import { MaskType } from "./mask.type.js";
import { MaskTestArgs } from "./maskTest.args.js";

const UNTIL_SUCCEEDED = "Null until it SUCCEEDED.";

@Resolver(() => MaskEvaluationType)
export class MaskEvaluationResolver {
  @Query(() => MaskEvaluationType, {
    nullable: true,
    description: "An evaluation of a mask by id; null when there is none.",
  })
  async maskEvaluation(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "As the API gave it." }) id: string,
  ): Promise<MaskEvaluationType | null> {
    const row = await MASK_EVALUATIONS.find(db, localId("MaskEvaluation", id));
    return row && new MaskEvaluationType(row);
  }

  @FieldResolver(() => MaskType, { description: "The mask that is tested." })
  async mask(@Root() { row }: MaskEvaluationType, @Ctx() { loaders }: ApiContext): Promise<MaskType> {
    return new MaskType(await loaders.mask.load(row.maskId));
  }

  @FieldResolver(() => ImageSetType, { description: "The images it is tested on." })
  async imageSet(@Root() { row }: MaskEvaluationType, @Ctx() { loaders }: ApiContext): Promise<ImageSetType> {
    return new ImageSetType(await loaders.imageSet.load(row.imageSetId));
  }

  @FieldResolver(() => AccuracyType, { nullable: true, description: `Without a mask. ${UNTIL_SUCCEEDED}` })
  baseline(@Root() evaluation: MaskEvaluationType, @Ctx() context: ApiContext): Promise<AccuracyType | null> {
    return fromResult(context, evaluation, ({ baseline }) => new AccuracyType(baseline));
  }

  @FieldResolver(() => AccuracyType, { nullable: true, description: `With the mask. ${UNTIL_SUCCEEDED}` })
  masked(@Root() evaluation: MaskEvaluationType, @Ctx() context: ApiContext): Promise<AccuracyType | null> {
    return fromResult(context, evaluation, ({ masked }) => new AccuracyType(masked));
  }

  @FieldResolver(() => AccuracyType, {
    nullable: true,
    description: `With random masks of as many units in every checkpoint, averaged; of a soft mask with its multipliers shuffled. ${UNTIL_SUCCEEDED}`,
  })
  randomControl(
    @Root() evaluation: MaskEvaluationType,
    @Ctx() context: ApiContext,
  ): Promise<AccuracyType | null> {
    return fromResult(context, evaluation, ({ randomControl }) => new AccuracyType(randomControl));
  }

  @FieldResolver(() => AccuracyType, {
    nullable: true,
    description: `With as many of the least sensitive units masked; null for soft and combined masks. ${UNTIL_SUCCEEDED}`,
  })
  leastSensitive(
    @Root() evaluation: MaskEvaluationType,
    @Ctx() context: ApiContext,
  ): Promise<AccuracyType | null> {
    return fromResult(context, evaluation, ({ leastSensitive }) => {
      return leastSensitive && new AccuracyType(leastSensitive);
    });
  }

  @FieldResolver(() => AccuracyDifferenceType, {
    nullable: true,
    description: `What the mask does to accuracy. ${UNTIL_SUCCEEDED}`,
  })
  maskedMinusBaseline(
    @Root() evaluation: MaskEvaluationType,
    @Ctx() context: ApiContext,
  ): Promise<AccuracyDifferenceType | null> {
    return fromResult(
      context,
      evaluation,
      ({ maskedMinusBaseline }) => new AccuracyDifferenceType(maskedMinusBaseline),
    );
  }

  @FieldResolver(() => AccuracyDifferenceType, {
    nullable: true,
    description: `What the choice of the units does beyond plain damage of that size. ${UNTIL_SUCCEEDED}`,
  })
  maskedMinusRandom(
    @Root() evaluation: MaskEvaluationType,
    @Ctx() context: ApiContext,
  ): Promise<AccuracyDifferenceType | null> {
    return fromResult(
      context,
      evaluation,
      ({ maskedMinusRandom }) => new AccuracyDifferenceType(maskedMinusRandom),
    );
  }

  @FieldResolver(() => AccuracyDifferenceType, {
    nullable: true,
    description: `What masking the most sensitive units does beyond masking the least sensitive ones; null for soft and combined masks. ${UNTIL_SUCCEEDED}`,
  })
  maskedMinusLeastSensitive(
    @Root() evaluation: MaskEvaluationType,
    @Ctx() context: ApiContext,
  ): Promise<AccuracyDifferenceType | null> {
    return fromResult(context, evaluation, ({ maskedMinusLeastSensitive }) => {
      return maskedMinusLeastSensitive && new AccuracyDifferenceType(maskedMinusLeastSensitive);
    });
  }

  @FieldResolver(() => [Float], {
    description: "Top-1 accuracy with the mask less that with each random mask; empty until it SUCCEEDED.",
  })
  async perControl(@Root() evaluation: MaskEvaluationType, @Ctx() context: ApiContext): Promise<number[]> {
    return (await fromResult(context, evaluation, ({ perControl }) => [...perControl])) ?? [];
  }

  @FieldResolver(() => [ClassAccuracyType], {
    description: "Classes that occur among the images; empty until it SUCCEEDED.",
  })
  async perClass(
    @Root() evaluation: MaskEvaluationType,
    @Ctx() context: ApiContext,
  ): Promise<ClassAccuracyType[]> {
    const toType = ({ perClass }: EvaluationResult) => perClass.map((one) => new ClassAccuracyType(one));
    return (await fromResult(context, evaluation, toType)) ?? [];
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: `Does the masked network give one answer to nearly everything? Then its accuracy says nothing of the units. ${UNTIL_SUCCEEDED}`,
  })
  collapsed(@Root() evaluation: MaskEvaluationType, @Ctx() context: ApiContext): Promise<boolean | null> {
    return fromResult(context, evaluation, ({ collapse }) => collapse.collapsed);
  }

  @FieldResolver(() => String, {
    nullable: true,
    description:
      "The class that it collapsed to: its answer, or the one among nearly all first five answers.",
  })
  collapsedTo(@Root() evaluation: MaskEvaluationType, @Ctx() context: ApiContext): Promise<string | null> {
    return fromResult(context, evaluation, ({ collapse }) => {
      if (!collapse.collapsed) return null;
      const isAnswer = collapse.answerShare >= COLLAPSE_SHARE;
      return evaluation.spec.classNames[isAnswer ? collapse.answer : collapse.sharedClass] ?? null;
    });
  }

  @Mutation(() => MaskEvaluationType, {
    description:
      "Queue a test of a mask: the network's accuracy with it, without it, with random masks of the same size and with the least sensitive units masked.",
  })
  async evaluateMask(
    @Ctx() context: ApiContext,
    @Arg("maskId", () => ID, { description: "The mask." }) maskId: string,
    @Arg("augmented", () => Boolean, {
      nullable: true,
      defaultValue: true,
      description:
        "Augment the images as the run did, all augmentations at once; under a CONTRAST run by the mask's own factor. False: images as they are.",
    })
    augmented: boolean | null,
    @Arg("augmentation", () => String, {
      nullable: true,
      description: "Key of one augmentation to apply alone in place of the run's.",
    })
    augmentation: string | null | undefined,
    @Arg("samples", () => Int, {
      nullable: true,
      defaultValue: 1000,
      description: "Images, balanced over classes; fewer where there are not as many.",
    })
    samples: number | null,
    @Args(() => MaskTestArgs) { imageSetId, ...test }: MaskTestArgs,
  ): Promise<MaskEvaluationType> {
    const request = { ...test, augmented, augmentation, samples };
    return new MaskEvaluationType(await evaluateMask(context, maskId, imageSetId, request));
  }

  @Mutation(() => MaskEvaluationType, {
    description: "Stop an evaluation: a QUEUED one at once, a RUNNING one as soon as its worker notices.",
  })
  async cancelMaskEvaluation(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "The evaluation." }) id: string,
  ): Promise<MaskEvaluationType> {
    return new MaskEvaluationType(await cancelJob(db, EVALUATION_JOB, localId("MaskEvaluation", id)));
  }
}

/** A part of the result; null until there is one. */
async function fromResult<Part>(
  { results }: ApiContext,
  { row }: MaskEvaluationType,
  part: (result: EvaluationResult) => Part | null,
): Promise<Part | null> {
  const result = await results.evaluation(row);
  return result && part(result);
}
