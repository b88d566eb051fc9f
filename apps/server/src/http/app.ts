import cors from "cors";
import express, { type ErrorRequestHandler, type Express } from "express";
import type { Logger } from "pino";
import { type Database, isDatabaseUp } from "../db/database.js";
import type { IndexMapValues } from "../store/indexMapValues.js";
import type { GraphqlHttp } from "./graphqlHttp.js";
import { indexMapRoutes } from "./indexMapDownload.js";
import { maskRoutes } from "./maskDownload.js";
import { refuseForeignOrigins } from "./origins.js";
import type { UploadFolder } from "./uploadFolder.js";
import { uploadRoutes } from "./uploads.js";

/** A query text with its variables; files go another way. */
const LARGEST_QUERY = "1mb";

export interface AppParts {
  readonly db: Database;
  readonly values: IndexMapValues;
  readonly uploads: UploadFolder;
  readonly graphql: GraphqlHttp;
  readonly origins: readonly string[];
  readonly log: Logger;
}

/** All that the API answers over HTTP. */
export function createApp({ db, values, uploads, graphql, origins, log }: AppParts): Express {
  const app = express();
  app.disable("x-powered-by");
  app.get("/health", async (_request, response) => {
    const isUp = await isDatabaseUp(db);
    response.status(isUp ? 200 : 503).json({ status: isUp ? "ok" : "the database does not answer" });
  });
  app.use(refuseForeignOrigins(origins), cors({ origin: [...origins], maxAge: 600 }));
  app.use("/graphql", express.json({ limit: LARGEST_QUERY }), graphql.handler);
  app.use(uploadRoutes(uploads, log));
  app.use(indexMapRoutes(db, values, log));
  app.use(maskRoutes(db, values, log));
  app.use((_request, response) => {
    response.status(404).json({ error: "There is nothing here. GraphQL is at /graphql." });
  });
  app.use(jsonErrors(log));
  return app;
}

/** Bodies that are no JSON, or too large, and whatever a route did not expect. */
function jsonErrors(log: Logger): ErrorRequestHandler {
  return (error: { status?: unknown; expose?: unknown; message?: unknown }, _request, response, next) => {
    if (response.headersSent) return next(error);
    const isTheirs = error.expose === true && typeof error.status === "number";
    if (!isTheirs) log.error({ err: error }, "unexpected error in a request");
    const message = isTheirs ? String(error.message) : "Something unexpected failed on the server.";
    const code = isTheirs ? "BAD_USER_INPUT" : "INTERNAL";
    response
      .status(isTheirs ? Number(error.status) : 500)
      .json({ errors: [{ message, extensions: { code } }] });
  };
}
