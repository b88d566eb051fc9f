import { Router } from "express";
import type { Logger } from "pino";
import type { Database } from "../db/database.js";
import { findIndexMap } from "../db/indexMaps.js";
import { localId } from "../graphql/globalId.js";
import type { IndexMapValues } from "../store/indexMapValues.js";
import { packFloats } from "../store/packedFloats.js";
import { download } from "./download.js";
import { npyHeader } from "./npy.js";

const MISSING = "There is no index map of this name; take the address from downloadUrl.";

/** GET /index-maps/<id>.npy answers the values of a map as a NumPy file: float32, [channels, height, width]. */
export function indexMapRoutes(db: Database, values: IndexMapValues, log: Logger): Router {
  const router = Router();
  router.get(
    "/index-maps/:file",
    download({ what: "map", missing: MISSING, log }, async ({ params }) => {
      const id = /^(.+)\.npy$/.exec(String(params["file"]))?.[1];
      const map = id === undefined ? null : await findIndexMap(db, localId("IndexMap", id));
      if (!map) return null;
      const { values: content } = await values.of(map);
      const parts = [map.checkpointName, map.measure, map.factor, map.withFactor].filter(Boolean);
      return {
        name: `${parts.join("-")}.npy`,
        type: "application/octet-stream",
        content: Buffer.concat([npyHeader(map.shape), packFloats(content)]),
      };
    }),
  );
  return router;
}
