import { type StudySpec, singleClass } from "@unitscope/core/reading";
import { Arg, Ctx, Float, ID, Int, Query, Resolver } from "type-graphql";
import { MASK_STUDIES } from "../../db/maskStudies.js";
import { storedUnitMaps } from "../../store/unitMaps.js";
import type { ApiContext } from "../context.js";
import { badInput, conflict, notFound } from "../errors.js";
import { localId } from "../globalId.js";
import { Measure } from "../run/run.enums.js";
import { SingleClassResultType } from "./singleClass.type.js";

@Resolver()
export class SingleClassResolver {
  @Query(() => [SingleClassResultType], {
    description:
      "Classes whose output units are most sensitive to each factor, matched with the prediction bias of a finished study. The run must have read the network's last value. A factor to which no output has an index is left out.",
  })
  async singleClass(
    @Ctx() { db, values, results }: ApiContext,
    @Arg("studyId", () => ID, { description: "A study that SUCCEEDED." }) studyId: string,
    @Arg("measure", () => Measure, {
      description: "Measure by which classes are ranked; it need not be that of the masks.",
    })
    measure: Measure,
    @Arg("topClasses", () => Int, {
      nullable: true,
      defaultValue: 5,
      description: "Classes of each factor, 1 to the network's number of classes.",
    })
    topClasses: number | null,
    @Arg("leastJaccard", () => Float, {
      nullable: true,
      defaultValue: 0.01,
      description: "Least overlap of a candidate, 0 to 1.",
    })
    leastJaccard: number | null,
    @Arg("timesUnmasked", () => Float, {
      nullable: true,
      defaultValue: 3,
      description: "Least multiple of the overlap without a mask, 0 or more.",
    })
    timesUnmasked: number | null,
    @Arg("randomProbability", () => Float, {
      nullable: true,
      defaultValue: 0.95,
      description: "Share of random class sets that must be exceeded, 0 to 1.",
    })
    randomProbability: number | null,
  ): Promise<SingleClassResultType[]> {
    const thresholds = {
      leastJaccard: checkShare("leastJaccard", leastJaccard ?? undefined),
      timesUnmasked: checkMultiple("timesUnmasked", timesUnmasked ?? undefined),
      randomProbability: checkShare("randomProbability", randomProbability ?? undefined),
    };
    const study = await MASK_STUDIES.find(db, localId("MaskStudy", studyId, "studyId"));
    if (!study) throw notFound("study", "studyId");
    const predictions = await results.predictions(study);
    if (!predictions) {
      throw conflict(`The study is ${study.status}; classes are matched with one that SUCCEEDED.`);
    }
    const spec = study.spec as unknown as StudySpec;
    const maps = storedUnitMaps(db, values, study.runId);
    const options = { topClasses: topClasses ?? undefined, thresholds };
    const matches = await singleClass(spec, predictions, maps, measure, options);
    return matches.map((match) => new SingleClassResultType(match));
  }
}

function checkShare(field: string, value: number | undefined): number | undefined {
  if (value === undefined || (value >= 0 && value <= 1)) return value;
  throw badInput(field, `${field} is ${value}; it must be from 0 to 1.`);
}

function checkMultiple(field: string, value: number | undefined): number | undefined {
  if (value === undefined || value >= 0) return value;
  throw badInput(field, `${field} is ${value}; it must be 0 or more.`);
}
