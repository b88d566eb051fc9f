import { labelsFromTexts } from "@unitscope/core/reading";
import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { findModel, findModelByName, modelsWhere } from "../../db/models.js";
import { importModelFile } from "../../importing/importModel.js";
import { readModelUpload } from "../../importing/readModelUpload.js";
import type { ApiContext } from "../context.js";
import { badInput } from "../errors.js";
import { localId } from "../globalId.js";
import type { Connection } from "../paging/connection.js";
import { keysetPage } from "../paging/keysetPage.js";
import { listRuns } from "../run/listRuns.js";
import { RunFilter } from "../run/run.input.js";
import { RunConnection, type RunType } from "../run/run.type.js";
import { CheckpointType } from "./checkpoint.type.js";
import { ModelConnection, ModelType } from "./model.type.js";
import { PreprocessingInput, preprocessingRequest } from "./preprocessing.input.js";

@Resolver(() => ModelType)
export class ModelResolver {
  @Query(() => ModelConnection, { description: "Networks, the newest first." })
  models(
    @Ctx() { db }: ApiContext,
    @Arg("first", () => Int, {
      defaultValue: 50,
      nullable: true,
      description: "Entries of a page, 1 to 500.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Cursor: entries after it." }) after?: string,
    @Arg("search", () => String, { nullable: true, description: "Part of the name, whatever the case." })
    search?: string,
  ): Promise<Connection<ModelType>> {
    const where = modelsWhere(search);
    return keysetPage({
      list: "models",
      order: { column: "createdAt", direction: "desc" },
      first: first ?? 50,
      after,
      find: (from, orderBy, take) => db.model.findMany({ where: { AND: [where, from] }, orderBy, take }),
      count: () => db.model.count({ where }),
      toNode: (row) => new ModelType(row),
    });
  }

  @Query(() => ModelType, {
    nullable: true,
    description: "A network by id or by name; null when there is none.",
  })
  async model(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { nullable: true, description: "Give this or the name." }) id?: string,
    @Arg("name", () => String, { nullable: true, description: "Give this or the id." }) name?: string,
  ): Promise<ModelType | null> {
    if ((id == null) === (name == null)) throw badInput("id", "Give either id or name.");
    const row =
      id != null ? await findModel(db, localId("Model", id)) : await findModelByName(db, name ?? "");
    return row && new ModelType(row);
  }

  @FieldResolver(() => [CheckpointType], {
    description: "Places where activations can be read and masked, in forward order.",
  })
  async checkpoints(@Root() { row }: ModelType, @Ctx() { loaders }: ApiContext): Promise<CheckpointType[]> {
    const rows = await loaders.checkpoints.load(row.id);
    return rows.map((checkpoint) => new CheckpointType(checkpoint));
  }

  @FieldResolver(() => RunConnection, { description: "Runs of this network, the newest first." })
  runs(
    @Root() { row }: ModelType,
    @Ctx() { db }: ApiContext,
    @Arg("first", () => Int, { nullable: true, description: "Entries of a page, 1 to 500; 50 when absent." })
    first?: number,
    @Arg("after", () => String, { nullable: true, description: "Cursor: entries after it." }) after?: string,
    @Arg("filter", () => RunFilter, { nullable: true, description: "Narrows the list." }) filter?: RunFilter,
  ): Promise<Connection<RunType>> {
    return listRuns(db, { filter, first, after, modelId: row.id });
  }

  @Mutation(() => ModelType, {
    description:
      "Register an uploaded ONNX file (POST /uploads, then pass its uploadId). Weights in files beside it, such as model.onnx.data, come with it: as several files of one form, or in a .zip, .tar or .tar.gz.",
  })
  async importModel(
    @Ctx() { db, blobs, uploads, unpackLimitBytes }: ApiContext,
    @Arg("uploadId", () => ID, { description: "As POST /uploads gave it." }) uploadId: string,
    @Arg("name", () => String, { description: "Unique name, 1 to 200 characters." }) name: string,
    @Arg("classLabels", () => [String], {
      nullable: true,
      description:
        "One for each output, in their order. Where all begin with an id of WordNet (n01440764 tench, Tinca tinca) that is the class's id and the rest its label.",
    })
    classLabels?: string[],
    @Arg("preprocessing", () => PreprocessingInput, {
      nullable: true,
      description: "How images are prepared.",
    })
    preprocessing?: PreprocessingInput,
  ): Promise<ModelType> {
    const path = await uploads.pathOf(uploadId);
    const row = await importModelFile(db, blobs, {
      file: { bytes: await readModelUpload(path, unpackLimitBytes) },
      name,
      labels: labelsFromTexts(classLabels ?? []),
      preprocessing: preprocessingRequest(preprocessing),
    });
    await uploads.discard(uploadId);
    return new ModelType(row);
  }
}
