import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Label, readLabels } from "@unitscope/core/reading";
import type { Database } from "../db/database.js";
import { isStepDone, markStepDone } from "../db/setupSteps.js";
import { importImageFolder } from "../importing/importImageFolder.js";
import { importModelFile } from "../importing/importModel.js";
import type { BlobStore } from "../store/blobStore.js";
import type { ProgressReport } from "./progressReport.js";

/** A network that comes with the product. */
export interface SampleModel {
  name: string;
  analysisName: string;
}

export const SAMPLE_IMAGE_SET = "tinted-fashion";
export const SAMPLE_MODELS: readonly SampleModel[] = [
  { name: "resnet18-plain", analysisName: "plain: first analysis" },
  { name: "resnet18-augmented", analysisName: "augmented: first analysis" },
];

/** Classes of the sample networks, in the order of their outputs. */
export async function readSampleLabels(samplesDir: string): Promise<Label[]> {
  return readLabels(await readFile(path.join(samplesDir, "labels.txt")));
}

/** As the networks were trained: 64 x 64, ImageNet's mean and standard deviation. */
const PREPROCESSING = {
  resize: 64,
  crop: 64,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  channelOrder: "RGB" as const,
};

/**
 * Imports the networks and the images of samples/, once for each database: what a person deletes later does
 * not come back.
 */
export async function importSamples(
  db: Database,
  blobs: BlobStore,
  samplesDir: string,
  report: ProgressReport,
  signal: AbortSignal,
): Promise<void> {
  await once(db, "import-sample-models", async () => {
    const step = report.step("Importing the sample networks");
    const labels = await readSampleLabels(samplesDir);
    for (const [index, { name }] of SAMPLE_MODELS.entries()) {
      step.update(index, SAMPLE_MODELS.length, name);
      await importModelFile(db, blobs, {
        file: { path: path.join(samplesDir, `${name}.onnx`) },
        name,
        labels,
        preprocessing: PREPROCESSING,
      });
    }
    step.finish();
  });
  await once(db, "import-sample-images", async () => {
    const step = report.step("Importing the sample images");
    await importImageFolder(db, blobs, {
      dir: path.join(samplesDir, SAMPLE_IMAGE_SET),
      name: SAMPLE_IMAGE_SET,
      signal,
      onProgress: (done, total) => step.update(done, total, `${done} of ${total}`),
    });
    step.finish();
  });
}

/** Does a step of the first start unless it is marked as done, and marks it. */
export async function once(db: Database, key: string, work: () => Promise<void>): Promise<void> {
  if (await isStepDone(db, key)) return;
  await work();
  await markStepDone(db, key);
}
