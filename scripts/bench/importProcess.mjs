// An import of images in a process of its own, without a loader, as the API does it; prints JSON.
// Argument: the request as JSON.
import { monitorEventLoopDelay } from "node:perf_hooks";
import { openDatabase } from "../../apps/server/dist/db/database.js";
import { importImageArchive } from "../../apps/server/dist/importing/importImageArchive.js";
import { importImageFolder } from "../../apps/server/dist/importing/importImageFolder.js";
import { BlobStore } from "../../apps/server/dist/store/blobStore.js";
import { BadImagesError } from "../../packages/core/dist/errors.js";

const { databaseUrl, dataDir, dir, archive, name, skipBadImages } = JSON.parse(process.argv[2]);
const db = openDatabase(databaseUrl);
const blobs = BlobStore.inFolder(dataDir);
// What the first query loads is no part of the import.
await db.imageSet.count();
await new Promise((resolve) => setTimeout(resolve, 500));

const delays = monitorEventLoopDelay({ resolution: 10 });
let bad = 0;
delays.enable();
const start = performance.now();
try {
  const set = await (archive === undefined
    ? importImageFolder(db, blobs, { dir, name, skipBadImages })
    : importImageArchive(db, blobs, { path: archive, name, skipBadImages, unpackLimitBytes: 2 ** 33 }));
  bad = set.skippedCount;
} catch (error) {
  if (!(error instanceof BadImagesError)) throw error;
  bad = error.images.length;
}
const seconds = (performance.now() - start) / 1000;
delays.disable();
await db.$disconnect();
// A delay includes the interval of the clock itself.
console.log(JSON.stringify({ seconds, bad, longestBlockMs: delays.max / 1e6 - 10 }));
process.exit();
