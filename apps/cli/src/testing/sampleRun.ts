import { writeFileSync } from "node:fs";
import path from "node:path";
import { projectFile, runToEnd } from "./runCommand.js";

export const SAMPLE_MODEL = projectFile("samples/resnet18-plain.onnx");
export const SAMPLE_IMAGES = projectFile("samples/tinted-fashion");

/** Classes of the sample networks in the order of their output. */
export const SAMPLE_CLASSES = [
  "t-shirt",
  "trouser",
  "pullover",
  "dress",
  "coat",
  "sandal",
  "shirt",
  "sneaker",
  "bag",
  "ankle-boot",
];

/** Analyses a sample network on the sample images. */
export async function analyzeSample(out: string, ...options: string[]): Promise<void> {
  const files = ["--model", SAMPLE_MODEL, "--images", SAMPLE_IMAGES];
  await runToEnd(["analyze", ...files, ...options, "--threads", "1", "--out", out]);
}

/** Writes the classes as `--labels` takes them; the file's path. */
export function writeSampleLabels(folder: string): string {
  const file = path.join(folder, "labels.txt");
  writeFileSync(file, `${SAMPLE_CLASSES.join("\n")}\n`);
  return file;
}
