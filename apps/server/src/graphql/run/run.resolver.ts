import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { findRun } from "../../db/runs.js";
import { RUN_JOB } from "../../jobs/jobKinds.js";
import type { ApiContext } from "../context.js";
import { localId, toGlobalId } from "../globalId.js";
import { ImageSetType } from "../imageSet/imageSet.type.js";
import { cancelJob, resumeJob } from "../job/changeJob.js";
import { CheckpointType } from "../model/checkpoint.type.js";
import { ModelType } from "../model/model.type.js";
import type { Connection } from "../paging/connection.js";
import { deleteRun, relabelRun } from "./changeRun.js";
import { createRun } from "./createRun.js";
import { extendRun } from "./extendRun.js";
import { listRuns } from "./listRuns.js";
import { RunOrder } from "./run.enums.js";
import { CreateRunInput, RunFilter } from "./run.input.js";
import { RunConnection, RunType } from "./run.type.js";
import { runCheckpoints } from "./runCheckpoints.js";

@Resolver(() => RunType)
export class RunResolver {
  @Query(() => RunConnection, { description: "Runs, the newest first unless asked otherwise." })
  runs(
    @Ctx() { db }: ApiContext,
    @Arg("filter", () => RunFilter, { nullable: true, description: "Narrows the list." }) filter:
      | RunFilter
      | undefined,
    @Arg("orderBy", () => RunOrder, {
      nullable: true,
      defaultValue: RunOrder.CREATED_DESC,
      description: "Order of the list.",
    })
    orderBy: RunOrder | null,
    @Arg("first", () => Int, {
      nullable: true,
      defaultValue: 50,
      description: "Entries of a page, 1 to 500.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Cursor: entries after it." }) after?: string,
  ): Promise<Connection<RunType>> {
    return listRuns(db, { filter, orderBy, first, after });
  }

  @Query(() => RunType, { nullable: true, description: "A run by id; null when there is none." })
  async run(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "As the API gave it." }) id: string,
  ): Promise<RunType | null> {
    const row = await findRun(db, localId("Run", id));
    return row && new RunType(row);
  }

  @FieldResolver(() => ModelType, { description: "The network that is analysed." })
  async model(@Root() { row }: RunType, @Ctx() { loaders }: ApiContext): Promise<ModelType> {
    return new ModelType(await loaders.model.load(row.modelId));
  }

  @FieldResolver(() => ImageSetType, { description: "The images that are augmented." })
  async imageSet(@Root() { row }: RunType, @Ctx() { loaders }: ApiContext): Promise<ImageSetType> {
    return new ImageSetType(await loaders.imageSet.load(row.imageSetId));
  }

  @FieldResolver(() => [CheckpointType], { description: "Where activations are read, in forward order." })
  async checkpoints(@Root() { row }: RunType, @Ctx() { loaders }: ApiContext): Promise<CheckpointType[]> {
    const known = await loaders.checkpoints.load(row.modelId);
    return runCheckpoints(row, known).map((checkpoint) => new CheckpointType(checkpoint));
  }

  @Mutation(() => RunType, {
    description: "Queue an analysis. A worker takes it up; watch it by runProgress.",
  })
  async createRun(
    @Ctx() context: ApiContext,
    @Arg("input", () => CreateRunInput, { description: "What is to be analysed and how." })
    input: CreateRunInput,
  ): Promise<RunType> {
    return new RunType(await createRun(context, input));
  }

  @Mutation(() => RunType, {
    description: "Stop a run: a QUEUED one at once, a RUNNING one as soon as its worker has saved its state.",
  })
  async cancelRun(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "The run." }) id: string,
  ): Promise<RunType> {
    return new RunType(await cancelJob(db, RUN_JOB, localId("Run", id)));
  }

  @Mutation(() => RunType, { description: "Continue a FAILED or CANCELLED run from its last stored state." })
  async resumeRun(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "The run." }) id: string,
  ): Promise<RunType> {
    return new RunType(await resumeJob(db, RUN_JOB, localId("Run", id)));
  }

  @Mutation(() => RunType, {
    description:
      "Continue a SUCCEEDED run to a larger base sample; same bits as one run of that size. Its results stay readable until the new ones replace them. A target half width no longer counts. CONFLICT when the run has not succeeded, was left without the state to go on from, or has as many base samples already.",
  })
  async extendRun(
    @Ctx() context: ApiContext,
    @Arg("id", () => ID, { description: "The run." }) id: string,
    @Arg("baseSamples", () => Int, { description: "Base samples in all, more than the run has." })
    baseSamples: number,
  ): Promise<RunType> {
    return new RunType(await extendRun(context, localId("Run", id), baseSamples));
  }

  @Mutation(() => RunType, { description: "Change name, tags or notes; what is left out stays." })
  async updateRun(
    @Ctx() context: ApiContext,
    @Arg("id", () => ID, { description: "The run." }) id: string,
    @Arg("name", () => String, { nullable: true, description: "1 to 200 characters." }) name?: string,
    @Arg("tags", () => [String], { nullable: true, description: "Replaces all tags." }) tags?: string[],
    @Arg("notes", () => String, { nullable: true, description: "Null clears the notes." }) notes?:
      | string
      | null,
  ): Promise<RunType> {
    return new RunType(await relabelRun(context, localId("Run", id), { name, tags, notes }));
  }

  @Mutation(() => ID, {
    description:
      "Delete a run with its results, masks and studies. What is RUNNING of it is to be cancelled first.",
  })
  async deleteRun(
    @Ctx() context: ApiContext,
    @Arg("id", () => ID, { description: "The run." }) id: string,
  ): Promise<string> {
    const runId = localId("Run", id);
    await deleteRun(context, runId);
    return toGlobalId("Run", runId);
  }
}
