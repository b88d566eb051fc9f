import { cp, mkdir } from "node:fs/promises";
import path from "node:path";
import { toGlobalId } from "../graphql/globalId.js";
import { importImageFolder } from "../importing/importImageFolder.js";
import { importModelFile } from "../importing/importModel.js";
import { readSampleLabels } from "../local/samples.js";
import { SAMPLES, type TestApi } from "./testApi.js";

/** Global ids of what was imported. */
export interface SampleIds {
  readonly plain: string;
  readonly augmented: string;
  readonly images: string;
}

const CLASSES = ["bag", "trouser"];

/** Eight of the sample images: two partitions, two classes, two images each. */
export async function copyFewImages(into: string): Promise<string> {
  for (const partition of ["train", "valid"]) {
    for (const name of CLASSES) {
      const folder = path.join(into, partition, name);
      await mkdir(folder, { recursive: true });
      for (const file of ["000.png", "001.png"]) {
        await cp(path.join(SAMPLES, "tinted-fashion", partition, name, file), path.join(folder, file));
      }
    }
  }
  return into;
}

/** Imports both sample networks and a few images. */
export async function importFewSamples(api: TestApi): Promise<SampleIds> {
  const { db, blobs, dataDir } = api;
  const model = async (name: string) => {
    const row = await importModelFile(db, blobs, {
      file: { path: path.join(SAMPLES, `${name}.onnx`) },
      name,
      labels: await readSampleLabels(SAMPLES),
    });
    return toGlobalId("Model", row.id);
  };
  const dir = await copyFewImages(path.join(dataDir, "few-images"));
  const set = await importImageFolder(db, blobs, { dir, name: "few" });
  return {
    plain: await model("resnet18-plain"),
    augmented: await model("resnet18-augmented"),
    images: toGlobalId("ImageSet", set.id),
  };
}
