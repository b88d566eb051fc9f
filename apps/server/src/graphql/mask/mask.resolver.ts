import { Arg, Ctx, FieldResolver, Float, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { findMask } from "../../db/masks.js";
import { checkpointMask } from "../../store/maskRows.js";
import type { ApiContext } from "../context.js";
import { localId, toGlobalId } from "../globalId.js";
import { RunType } from "../run/run.type.js";
import { chooseMaskOf, combineStoredMasks, createMask } from "./createMask.js";
import { deleteMask } from "./deleteMask.js";
import { MaskEvaluationType } from "./evaluation.type.js";
import { MaskCombination } from "./mask.enums.js";
import { MaskRuleInput } from "./mask.input.js";
import { MaskCheckpointType, MaskType } from "./mask.type.js";
import { previewMaskUrls, storedMaskUrls } from "./maskUrls.js";

@Resolver(() => MaskType)
export class MaskResolver {
  @Query(() => [MaskCheckpointType], {
    description: "Units a rule would touch, without storing anything.",
  })
  async previewMask(
    @Ctx() context: ApiContext,
    @Arg("rule", () => MaskRuleInput, { description: "Which units, and what happens to them." })
    input: MaskRuleInput,
  ): Promise<MaskCheckpointType[]> {
    const { run, rule, parts } = await chooseMaskOf(context, input);
    return parts.map((part) => {
      const urls = previewMaskUrls(context.baseUrl, run.id, rule, part.checkpoint);
      return new MaskCheckpointType(part, urls);
    });
  }

  @Query(() => MaskType, { nullable: true, description: "A mask by id; null when there is none." })
  async mask(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "As the API gave it." }) id: string,
  ): Promise<MaskType | null> {
    const row = await findMask(db, localId("Mask", id));
    return row && new MaskType(row);
  }

  @FieldResolver(() => RunType, { description: "The run whose index maps chose the units." })
  async run(@Root() { row }: MaskType, @Ctx() { loaders }: ApiContext): Promise<RunType> {
    return new RunType(await loaders.run.load(row.runId));
  }

  @FieldResolver(() => [MaskCheckpointType], {
    description: "Where it acts, in forward order; all are masked together, each by its own map.",
  })
  async checkpoints(
    @Root() { row }: MaskType,
    @Ctx() { loaders, baseUrl }: ApiContext,
  ): Promise<MaskCheckpointType[]> {
    const parts = await loaders.maskCheckpoints.load(row.id);
    return parts.map((part) => {
      const urls = storedMaskUrls(baseUrl, row.id, part.checkpointName);
      return new MaskCheckpointType(checkpointMask(part), urls);
    });
  }

  @FieldResolver(() => [MaskEvaluationType], { description: "Tests of this mask, the oldest first." })
  async evaluations(
    @Root() { row }: MaskType,
    @Ctx() { loaders }: ApiContext,
  ): Promise<MaskEvaluationType[]> {
    const rows = await loaders.evaluations.load(row.id);
    return rows.map((evaluation) => new MaskEvaluationType(evaluation));
  }

  @Mutation(() => MaskType, { description: "Store the mask that a rule makes." })
  async createMask(
    @Ctx() context: ApiContext,
    @Arg("rule", () => MaskRuleInput, { description: "Which units, and what happens to them." })
    rule: MaskRuleInput,
    @Arg("name", () => String, {
      nullable: true,
      description: "1 to 200 characters; made from the rule when absent.",
    })
    name?: string | null,
  ): Promise<MaskType> {
    return new MaskType(await createMask(context, rule, name));
  }

  @Mutation(() => MaskType, {
    description:
      "Store the units of two masks of one run together as a new mask. Soft masks choose no units.",
  })
  async combineMasks(
    @Ctx() context: ApiContext,
    @Arg("left", () => ID, { description: "A mask." }) left: string,
    @Arg("right", () => ID, { description: "Another mask of the same run." }) right: string,
    @Arg("combination", () => MaskCombination, { description: "Which units are taken." })
    combination: MaskCombination,
    @Arg("alpha", () => Float, {
      nullable: true,
      description: "Multiplier of the units taken; needed when those of the two masks differ.",
    })
    alpha?: number | null,
    @Arg("name", () => String, {
      nullable: true,
      description: "1 to 200 characters; made from both names when absent.",
    })
    name?: string | null,
  ): Promise<MaskType> {
    return new MaskType(await combineStoredMasks(context, { left, right, combination, alpha, name }));
  }

  @Mutation(() => ID, {
    description: "Delete a mask with its evaluations. A RUNNING one is to be cancelled first.",
  })
  async deleteMask(
    @Ctx() context: ApiContext,
    @Arg("id", () => ID, { description: "The mask." }) id: string,
  ): Promise<string> {
    await deleteMask(context, id);
    return toGlobalId("Mask", localId("Mask", id));
  }
}

@Resolver(() => RunType)
export class RunMasksResolver {
  @FieldResolver(() => [MaskType], {
    description: "Masks made from this run's index maps, the oldest first.",
  })
  async masks(@Root() { row }: RunType, @Ctx() { loaders }: ApiContext): Promise<MaskType[]> {
    const rows = await loaders.masks.load(row.id);
    return rows.map((mask) => new MaskType(mask));
  }
}
