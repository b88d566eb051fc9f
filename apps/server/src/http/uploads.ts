import type { Readable } from "node:stream";
import busboy from "busboy";
import { type Request, Router } from "express";
import type { Logger } from "pino";
import { type UploadFolder, UploadNamesError, UploadTooLargeError } from "./uploadFolder.js";

/** Parts of one form. */
const MOST_FILES = 32;
const MOST_FIELDS = 10;

/** The request itself is at fault. */
class BadUploadError extends Error {}

/**
 * POST /uploads takes one file, as the body itself or as a multipart form, or several files of a form that belong
 * together, such as model.onnx and model.onnx.data. It answers {"uploadId": "..."}, to be passed to importModel or
 * importImageSet.
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
      else if (error instanceof BadUploadError || error instanceof UploadNamesError)
        response.status(400).json({ error: error.message });
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
  const upload = await uploads.begin();
  try {
    await upload.add(request, "");
    return await upload.finish();
  } catch (error) {
    await upload.abandon();
    throw error;
  }
}

async function receiveForm(request: Request, uploads: UploadFolder): Promise<string> {
  const form = busboy({
    headers: request.headers,
    // A data file may lie in a folder beside its model.
    preservePath: true,
    defParamCharset: "utf8",
    // A size limit of its own would cut files off silently; the folder's refuses them.
    limits: { files: MOST_FILES, fields: MOST_FIELDS, parts: MOST_FILES + MOST_FIELDS + 1 },
  });
  const upload = await uploads.begin();
  const receiving: Promise<void>[] = [];
  try {
    await new Promise<void>((resolve, reject) => {
      form.on("file", (_field: string, file: Readable, { filename = "" }: { filename?: string }) => {
        const received = upload.add(file, filename);
        receiving.push(received);
        received.catch(reject);
      });
      form.on("filesLimit", () =>
        reject(new BadUploadError(`The form has more than ${MOST_FILES} files; send them in one archive.`)),
      );
      form.on("error", () => reject(new BadUploadError("The form is damaged or cut off.")));
      form.on("close", () => resolve());
      request.on("aborted", () => reject(new BadUploadError("The upload was broken off.")));
      request.pipe(form);
    });
    await Promise.all(receiving);
    if (receiving.length === 0) {
      throw new BadUploadError("The form has no file; send one, such as curl -F file=@model.onnx.");
    }
    return await upload.finish();
  } catch (error) {
    request.unpipe(form);
    // Ends the file that is under way.
    form.destroy();
    await Promise.allSettled(receiving);
    await upload.abandon();
    throw error;
  }
}
