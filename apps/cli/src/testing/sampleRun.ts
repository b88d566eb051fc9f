import { readFileSync } from "node:fs";
import { projectFile, runToEnd } from "./runCommand.js";

export const SAMPLE_MODEL = projectFile("samples/resnet18-plain.onnx");
export const SAMPLE_IMAGES = projectFile("samples/tinted-fashion");

/** The classes of the sample networks, as `--labels` takes them. */
export const SAMPLE_LABELS = projectFile("samples/labels.txt");
export const SAMPLE_CLASSES = readFileSync(SAMPLE_LABELS, "utf8").trim().split("\n");

/** Analyses a sample network on the sample images. */
export async function analyzeSample(out: string, ...options: string[]): Promise<void> {
  const files = ["--model", SAMPLE_MODEL, "--images", SAMPLE_IMAGES];
  await runToEnd(["analyze", ...files, ...options, "--threads", "1", "--out", out]);
}
