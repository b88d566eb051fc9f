import type { Database } from "../../db/database.js";
import { runsWhere } from "../../db/runs.js";
import { localId } from "../globalId.js";
import type { Connection } from "../paging/connection.js";
import { type KeysetOrder, keysetPage } from "../paging/keysetPage.js";
import { RunOrder } from "./run.enums.js";
import type { RunFilter } from "./run.input.js";
import { RunType } from "./run.type.js";

const ORDERS: Readonly<Record<RunOrder, KeysetOrder>> = {
  CREATED_DESC: { column: "createdAt", direction: "desc" },
  CREATED_ASC: { column: "createdAt", direction: "asc" },
  NAME_ASC: { column: "name", direction: "asc" },
};
const USUAL_PAGE = 50;

export interface RunListRequest {
  readonly filter?: RunFilter | null;
  readonly orderBy?: RunOrder | null;
  readonly first?: number | null;
  readonly after?: string | null;
  /** Inner id of the network whose runs are listed; not to be lifted by the filter. */
  readonly modelId?: string;
}

/** A page of runs. */
export function listRuns(db: Database, request: RunListRequest): Promise<Connection<RunType>> {
  const { filter, modelId } = request;
  const filtered = runsWhere({
    ...filter,
    modelId: filter?.modelId ? localId("Model", filter.modelId, "filter.modelId") : null,
    imageSetId: filter?.imageSetId ? localId("ImageSet", filter.imageSetId, "filter.imageSetId") : null,
  });
  const where = { AND: [filtered, runsWhere({ modelId })] };
  return keysetPage({
    list: "runs",
    order: ORDERS[request.orderBy ?? RunOrder.CREATED_DESC],
    first: request.first ?? USUAL_PAGE,
    after: request.after,
    find: (from, orderBy, take) => db.run.findMany({ where: { AND: [where, from] }, orderBy, take }),
    count: () => db.run.count({ where }),
    toNode: (row) => new RunType(row),
  });
}
