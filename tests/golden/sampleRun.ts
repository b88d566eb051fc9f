import { readdirSync, readFileSync } from "node:fs";
import { probeNetwork } from "../../packages/core/src/inference/probeNetwork.js";
import { describeCheckpoints } from "../../packages/core/src/onnx/describeCheckpoints.js";
import { readModel } from "../../packages/core/src/onnx/model.js";
import type { ImageEntry, ImageSource } from "../../packages/core/src/run/ports.js";
import type { ImageSetOffer, ModelOffer } from "../../packages/core/src/run/runSpec.js";
import { sampleModel } from "./onnx.js";

const FOLDER = new URL("../../samples/tinted-fashion/", import.meta.url);
const PARTITIONS = ["train", "valid"];

/** The sample image set, as the server would list it. */
export function sampleImageSet(): ImageSetOffer {
  const classes = readdirSync(new URL("train/", FOLDER)).sort();
  const entries: ImageEntry[] = [];
  for (const [partition, name] of PARTITIONS.entries()) {
    for (const [classIndex, label] of classes.entries()) {
      for (const file of readdirSync(new URL(`${name}/${label}/`, FOLDER)).sort()) {
        entries.push({ partition, classIndex, name: `${name}/${label}/${file}` });
      }
    }
  }
  return { partitions: PARTITIONS, classes, entries };
}

/** Classes of the sample networks in the order of their outputs. */
export function sampleLabels(): string[] {
  return readFileSync(new URL("../labels.txt", FOLDER), "utf8").trim().split("\n");
}

/** Reads the files of the sample image set. */
export function sampleImages(): ImageSource {
  const { entries } = sampleImageSet();
  return {
    entries,
    read: async (index) => new Uint8Array(readFileSync(new URL(entries[index].name, FOLDER))),
  };
}

/** What a network offers a run; images are resized and cropped to `side` pixels. */
export async function sampleOffer(
  bytes: Uint8Array = sampleModel("resnet18-plain.onnx"),
  side = 64,
): Promise<ModelOffer> {
  const model = readModel(bytes);
  const { shapes, oneAtATime } = await probeNetwork(model);
  return {
    checkpoints: describeCheckpoints(model, shapes),
    oneAtATime,
    preprocessing: {
      resize: side,
      crop: side,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
      channelOrder: "RGB",
    },
  };
}
