import { Router } from "express";
import type { Logger } from "pino";
import type { Database } from "../db/database.js";
import { findIndexMap } from "../db/indexMaps.js";
import { expected } from "../graphql/errors.js";
import { localId } from "../graphql/globalId.js";
import type { IndexMapValues } from "../store/indexMapValues.js";
import { packFloats } from "../store/packedFloats.js";
import { npyHeader } from "./npy.js";

/** GET /index-maps/<id>.npy answers the values of a map as a NumPy file: float32, [channels, height, width]. */
export function indexMapRoutes(db: Database, values: IndexMapValues, log: Logger): Router {
  const router = Router();
  router.get("/index-maps/:file", async (request, response) => {
    try {
      const id = /^(.+)\.npy$/.exec(request.params.file)?.[1];
      const map = id === undefined ? null : await findIndexMap(db, localId("IndexMap", id));
      if (!map) {
        response
          .status(404)
          .json({ error: "There is no index map of this name; take the address from downloadUrl." });
        return;
      }
      const { values: content } = await values.of(map);
      const parts = [map.checkpointName, map.measure, map.factor, map.withFactor].filter(Boolean);
      response.attachment(`${parts.join("-").replace(/[^\w.-]+/g, "_")}.npy`);
      response.type("application/octet-stream");
      response.send(Buffer.concat([npyHeader(map.shape), packFloats(content)]));
    } catch (error) {
      const known = expected(error);
      if (known) response.status(400).json({ error: known.message });
      else {
        log.error({ err: error }, "a download failed");
        response.status(500).json({ error: "The map could not be read; the server's log has the details." });
      }
    }
  });
  return router;
}
