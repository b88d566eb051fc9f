import path from "node:path";
import { safeName } from "@unitscope/core/reading";
import type { Request, RequestHandler, Response } from "express";
import type { Logger } from "pino";
import { expected } from "../graphql/errors.js";

/** A file to answer with. */
export interface Download {
  /** Offered as the file's name; characters that some system forbids are replaced, one that is too long is cut. */
  readonly name: string;
  readonly type: string;
  readonly content: Buffer;
}

/**
 * Answers a GET with a file: 404 with `missing` where there is none, 400 with the reason where it is asked for wrongly.
 *
 * @param what is read, for the message of an unexpected error: "map".
 */
export function download(
  { what, missing, log }: { readonly what: string; readonly missing: string; readonly log: Logger },
  find: (request: Request) => Promise<Download | null>,
): RequestHandler {
  return async (request, response) => {
    try {
      const file = await find(request);
      if (file) send(response, file);
      else response.status(404).json({ error: missing });
    } catch (error) {
      const known = expected(error);
      if (known) {
        const status = known.extensions["code"] === "NOT_FOUND" ? 404 : 400;
        response.status(status).json({ error: known.message });
        return;
      }
      log.error({ err: error }, "a download failed");
      response
        .status(500)
        .json({ error: `The ${what} could not be read; the server's log has the details.` });
    }
  };
}

function send(response: Response, { name, type, content }: Download): void {
  const { name: stem, ext } = path.parse(name);
  response.attachment(`${safeName(stem)}${ext}`.replace(/[^\w.~-]+/g, "_"));
  response.type(type);
  response.send(content);
}
