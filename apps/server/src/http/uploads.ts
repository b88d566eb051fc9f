import type { Readable } from "node:stream";
import busboy from "busboy";
import { type Request, Router } from "express";
import type { Logger } from "pino";
import { type UploadFolder, UploadTooLargeError } from "./uploadFolder.js";

/** The request itself is at fault. */
class BadUploadError extends Error {}

/**
 * POST /uploads takes one file, as the body itself or as a multipart form, and answers {"uploadId": "..."}, to be
 * passed to importModel or importImageSet.
 */
export function uploadRoutes(uploads: UploadFolder, log: Logger): Router {
  const router = Router();
  router.post("/uploads", async (request, response) => {
    try {
      const uploadId = request.is("multipart/form-data")
        ? await receiveForm(request, uploads)
        : await receiveBody(request, uploads);
      response.status(201).json({ uploadId });
    } catch (error) {
      // The rest of the body is not read: the connection cannot be used again.
      response.set("Connection", "close");
      if (error instanceof UploadTooLargeError) response.status(413).json({ error: error.message });
      else if (error instanceof BadUploadError) response.status(400).json({ error: error.message });
      else {
        log.error({ err: error }, "an upload failed");
        response
          .status(500)
          .json({ error: "The file could not be stored; the server's log has the details." });
      }
    }
  });
  return router;
}

async function receiveBody(request: Request, uploads: UploadFolder): Promise<string> {
  if (request.headers["content-length"] === "0") {
    throw new BadUploadError(
      "The request has no body; send the file as the body, such as curl --data-binary @model.onnx.",
    );
  }
  return uploads.receive(request);
}

async function receiveForm(request: Request, uploads: UploadFolder): Promise<string> {
  return new Promise((resolve, reject) => {
    let receiving: Promise<string> | undefined;
    // Its own size limit would cut files off silently; the folder's refuses them.
    const form = busboy({ headers: request.headers, limits: { files: 1, fields: 10, parts: 11 } });
    form.on("file", (_field: string, file: Readable) => {
      receiving = uploads.receive(file);
      receiving.catch((error: unknown) => {
        request.unpipe(form);
        reject(error as Error);
      });
    });
    form.on("error", () => reject(new BadUploadError("The form is damaged or cut off.")));
    form.on("close", () => {
      if (receiving) receiving.then(resolve, reject);
      else reject(new BadUploadError("The form has no file; send one, such as curl -F file=@model.onnx."));
    });
    request.on("aborted", () => reject(new BadUploadError("The upload was broken off.")));
    request.pipe(form);
  });
}
