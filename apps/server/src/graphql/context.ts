import type { Logger } from "pino";
import type { Database } from "../db/database.js";
import type { UploadFolder } from "../http/uploadFolder.js";
import type { MapAnalyses } from "../postAnalysis/mapAnalyses.js";
import type { BlobStore } from "../store/blobStore.js";
import type { IndexMapValues } from "../store/indexMapValues.js";
import type { MaskTestResults } from "../store/maskTestResults.js";
import type { Loaders } from "./loaders.js";
import type { RunChanges } from "./run/runChanges.js";

/** What all requests share. */
export interface ApiServices {
  readonly db: Database;
  readonly blobs: BlobStore;
  readonly values: IndexMapValues;
  readonly analyses: MapAnalyses;
  readonly results: MaskTestResults;
  readonly changes: RunChanges;
  readonly uploads: UploadFolder;
  /** What an image archive may grow to when unpacked, bytes. */
  readonly unpackLimitBytes: number;
  readonly log: Logger;
}

/** What a resolver finds: the services and the loaders of its own request. */
export interface ApiContext extends ApiServices {
  readonly loaders: Loaders;
  /** Address under which the client reached the API, for download links: http://127.0.0.1:4000 */
  readonly baseUrl: string;
}
