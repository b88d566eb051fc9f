import { Arg, Ctx, ID, Query, Resolver } from "type-graphql";
import { findImageSet } from "../../db/imageSets.js";
import { findIndexMap } from "../../db/indexMaps.js";
import { MASK_EVALUATIONS } from "../../db/maskEvaluations.js";
import { MASK_STUDIES } from "../../db/maskStudies.js";
import { findMask } from "../../db/masks.js";
import { findModel } from "../../db/models.js";
import { findRun } from "../../db/runs.js";
import type { ApiContext } from "../context.js";
import { parseGlobalId } from "../globalId.js";
import { ImageSetType } from "../imageSet/imageSet.type.js";
import { IndexMapType } from "../indexMap/indexMap.type.js";
import { MaskEvaluationType } from "../mask/evaluation.type.js";
import { MaskType } from "../mask/mask.type.js";
import { ModelType } from "../model/model.type.js";
import { RunType } from "../run/run.type.js";
import { MaskStudyType } from "../study/study.type.js";
import { NodeType } from "./node.type.js";

@Resolver()
export class NodeResolver {
  @Query(() => NodeType, { nullable: true, description: "Any object by its id; null when there is none." })
  async node(
    @Ctx() { db }: ApiContext,
    @Arg("id", () => ID, { description: "As the API gave it." }) globalId: string,
  ): Promise<NodeType | null> {
    const { kind, id } = parseGlobalId(globalId);
    switch (kind) {
      case "Model":
        return wrap(await findModel(db, id), (row) => new ModelType(row));
      case "ImageSet":
        return wrap(await findImageSet(db, id), (row) => new ImageSetType(row));
      case "Run":
        return wrap(await findRun(db, id), (row) => new RunType(row));
      case "Mask":
        return wrap(await findMask(db, id), (row) => new MaskType(row));
      case "MaskEvaluation":
        return wrap(await MASK_EVALUATIONS.find(db, id), (row) => new MaskEvaluationType(row));
      case "MaskStudy":
        return wrap(await MASK_STUDIES.find(db, id), (row) => new MaskStudyType(row));
      case "IndexMap": {
        const map = await findIndexMap(db, id);
        const run = map && (await findRun(db, map.runId));
        return map && run && new IndexMapType(map, run.modelId);
      }
    }
  }
}

function wrap<Row>(row: Row | null, make: (row: Row) => NodeType): NodeType | null {
  return row === null ? null : make(row);
}
