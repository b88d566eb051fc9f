import { MASK_CONFIGURATIONS, studyClustering } from "@unitscope/core/reading";
import { Arg, Args, Ctx, FieldResolver, Float, ID, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import { MASK_STUDIES } from "../../db/maskStudies.js";
import { STUDY_JOB } from "../../jobs/jobKinds.js";
import type { ApiContext } from "../context.js";
import { badInput } from "../errors.js";
import { localId, toGlobalId } from "../globalId.js";
import { ImageSetType } from "../imageSet/imageSet.type.js";
import { cancelJob } from "../job/changeJob.js";
import { MaskTestArgs } from "../mask/maskTest.args.js";
import type { Connection } from "../paging/connection.js";
import { keysetPage } from "../paging/keysetPage.js";
import { ClusteringType } from "../postAnalysis/clustering.type.js";
import { CorrelationMatrixType } from "../postAnalysis/correlationMatrix.type.js";
import { Measure } from "../run/run.enums.js";
import { RunType } from "../run/run.type.js";
import { createStudy, deleteStudy, resumeStudy } from "./createStudy.js";
import {
  MaskConfigurationType,
  MaskStudyConnection,
  MaskStudyType,
  StudyAccuracyType,
} from "./study.type.js";

/** Where the paper cuts its dendrogram. */
const USUAL_HEIGHT = 0.025;

@Resolver(() => MaskStudyType)
export class MaskStudyResolver {
  @Query(() => MaskStudyType, {
    nullable: true,
    description: "A study of masks by id; null when there is none.",
  })
  async maskStudy(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "As the API gave it." }) id: string,
  ): Promise<MaskStudyType | null> {
    const row = await MASK_STUDIES.find(db, localId("MaskStudy", id));
    return row && new MaskStudyType(row);
  }

  @Query(() => MaskStudyConnection, { description: "Studies of masks, the newest first." })
  maskStudies(
    @Ctx() { db }: ApiContext,
    @Arg("runId", () => ID, { nullable: true, description: "Only those of this run." }) runId:
      | string
      | null
      | undefined,
    @Arg("first", () => Int, {
      defaultValue: 50,
      nullable: true,
      description: "Entries of a page, 1 to 500.",
    })
    first: number | null,
    @Arg("after", () => String, { nullable: true, description: "Cursor: entries after it." }) after?: string,
  ): Promise<Connection<MaskStudyType>> {
    const where = runId == null ? {} : { runId: localId("Run", runId, "runId") };
    return keysetPage({
      list: "maskStudies",
      order: { column: "createdAt", direction: "desc" },
      first: first ?? 50,
      after,
      find: (from, orderBy, take) => db.maskStudy.findMany({ where: { AND: [where, from] }, orderBy, take }),
      count: () => db.maskStudy.count({ where }),
      toNode: (row) => new MaskStudyType(row),
    });
  }

  @FieldResolver(() => RunType, { description: "The run whose index maps make the masks." })
  async run(@Root() { row }: MaskStudyType, @Ctx() { loaders }: ApiContext): Promise<RunType> {
    return new RunType(await loaders.run.load(row.runId));
  }

  @FieldResolver(() => ImageSetType, { description: "The images that masks are tested on." })
  async imageSet(@Root() { row }: MaskStudyType, @Ctx() { loaders }: ApiContext): Promise<ImageSetType> {
    return new ImageSetType(await loaders.imageSet.load(row.imageSetId));
  }

  @FieldResolver(() => [MaskConfigurationType], {
    description:
      "The paper's 17 configurations: five percentiles under each of three alphas, then m and 1 - m.",
  })
  configurations(): MaskConfigurationType[] {
    return [...MASK_CONFIGURATIONS];
  }

  @FieldResolver(() => [StudyAccuracyType], {
    description:
      "Accuracy vectors, one for each input and masking factor, in the order of configurations; empty until it SUCCEEDED.",
  })
  async accuracies(
    @Root() { row }: MaskStudyType,
    @Ctx() { results }: ApiContext,
  ): Promise<StudyAccuracyType[]> {
    const result = await results.study(row);
    return (result?.vectors ?? []).map((vector) => new StudyAccuracyType(vector));
  }

  @FieldResolver(() => CorrelationMatrixType, {
    description:
      "Spearman's rho of each augmented input's vector (rows) with the unaugmented input's under masks of the same factor (columns): low where masking by the factor changes accuracy differently for images under the augmentation. Empty until it SUCCEEDED.",
  })
  async correlation(
    @Root() { row }: MaskStudyType,
    @Ctx() { results }: ApiContext,
  ): Promise<CorrelationMatrixType> {
    const result = await results.study(row);
    if (!result) return new CorrelationMatrixType([], { rho: [], p: [] });
    const { rowLabels, columnLabels, rho, p } = result.correlation;
    return new CorrelationMatrixType(rowLabels, { rho, p }, columnLabels);
  }

  @FieldResolver(() => ClusteringType, {
    description:
      "The accuracy vectors of augmented inputs, named input--mask, clustered by how alike they rank the configurations. Empty until it SUCCEEDED.",
  })
  async clustering(
    @Root() { row }: MaskStudyType,
    @Ctx() { results }: ApiContext,
    @Arg("height", () => Float, {
      nullable: true,
      defaultValue: USUAL_HEIGHT,
      description: "Distance at which the tree is cut into clusters, 0 to 1.",
    })
    height: number | null,
  ): Promise<ClusteringType> {
    const cut = height ?? USUAL_HEIGHT;
    if (!(cut >= 0 && cut <= 1)) throw badInput("height", `height is ${cut}; it must be from 0 to 1.`);
    const result = await results.study(row);
    if (!result) return new ClusteringType([], [], cut);
    const { leaves, merges, undefinedPairs } = studyClustering(result, cut);
    return new ClusteringType(leaves, merges, cut, undefinedPairs);
  }

  @Mutation(() => MaskStudyType, {
    description:
      "Queue a study: every factor's masks in 17 configurations, each with random masks of the same size, on the images as they are and under each augmentation among the factors.",
  })
  async createMaskStudy(
    @Ctx() context: ApiContext,
    @Arg("runId", () => ID, {
      description: "The run whose index maps make the masks; it must have SUCCEEDED.",
    })
    runId: string,
    @Arg("measure", () => Measure, {
      description: "Measure that units are ranked by: S1, ST, SHAPLEY, CONTRAST, CONTRAST_RANK.",
    })
    measure: Measure,
    @Arg("factors", () => [String], {
      nullable: true,
      description: "Factors whose maps make masks; all of the run when empty.",
    })
    factors: string[] | null | undefined,
    @Arg("checkpoints", () => [String], {
      nullable: true,
      description:
        "Checkpoints that are masked together; all of the run's convolutional checkpoints when empty.",
    })
    checkpoints: string[] | null | undefined,
    @Arg("samples", () => Int, {
      nullable: true,
      defaultValue: 200,
      description: "Images, balanced over classes; fewer where there are not as many.",
    })
    samples: number | null,
    @Args(() => MaskTestArgs) { imageSetId, ...test }: MaskTestArgs,
    @Arg("name", () => String, {
      nullable: true,
      description: "1 to 200 characters; made from the run's when absent.",
    })
    name?: string | null,
  ): Promise<MaskStudyType> {
    const request = { ...test, name, measure, factors, checkpoints, samples };
    const row = await createStudy(context, runId, imageSetId, request);
    return new MaskStudyType(row);
  }

  @Mutation(() => MaskStudyType, {
    description:
      "Stop a study: a QUEUED one at once, a RUNNING one as soon as its worker has saved its state.",
  })
  async cancelMaskStudy(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "The study." }) id: string,
  ): Promise<MaskStudyType> {
    return new MaskStudyType(await cancelJob(db, STUDY_JOB, localId("MaskStudy", id)));
  }

  @Mutation(() => MaskStudyType, {
    description:
      "Continue a FAILED or CANCELLED study from its last stored state. CONFLICT when the run was extended since.",
  })
  async resumeMaskStudy(
    @Ctx() context: ApiContext,
    @Arg("id", () => ID, { description: "The study." }) id: string,
  ): Promise<MaskStudyType> {
    return new MaskStudyType(await resumeStudy(context, localId("MaskStudy", id)));
  }

  @Mutation(() => ID, {
    description: "Delete a study with its predictions. A RUNNING one is to be cancelled first.",
  })
  async deleteMaskStudy(
    @Ctx() context: ApiContext,
    @Arg("id", () => ID, { description: "The study." }) id: string,
  ): Promise<string> {
    const studyId = localId("MaskStudy", id);
    await deleteStudy(context, studyId);
    return toGlobalId("MaskStudy", studyId);
  }
}

@Resolver(() => RunType)
export class RunStudiesResolver {
  @FieldResolver(() => [MaskStudyType], {
    description: "Studies of masks made from this run's index maps, the oldest first.",
  })
  async maskStudies(@Root() { row }: RunType, @Ctx() { loaders }: ApiContext): Promise<MaskStudyType[]> {
    const rows = await loaders.studies.load(row.id);
    return rows.map((study) => new MaskStudyType(study));
  }
}
