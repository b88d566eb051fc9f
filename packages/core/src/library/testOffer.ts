import { RunSpecError } from "../errors.js";
import { cropSize } from "../image/framing.js";
import { idsOf, type Label, labelsFromTexts, requireLabelCount } from "../labels/label.js";
import { readLabelsFile } from "../labels/labelsFile.js";
import type { TestOffer } from "../study/testSpec.js";
import type { ImageSet } from "./images.js";
import { type Network, networkAt } from "./network.js";
import type { AnyRun } from "./run.js";

/** What a network's outputs stand for, in their order: a text each, labels with ids, or the path of a list of them. */
export type LabelChoice = string | readonly string[] | readonly Label[];

/** The labels that are given; none when undefined. */
async function labelsFor({ checkpoints }: Network, choice: LabelChoice | undefined): Promise<Label[]> {
  if (choice === undefined) return [];
  const outputs = checkpoints.at(-1)?.shape[0] ?? 0;
  if (typeof choice === "string") return readLabelsFile(choice, outputs);
  const labels = isTexts(choice) ? labelsFromTexts(choice) : [...choice];
  requireLabelCount(labels, outputs);
  return labels;
}

/**
 * What masks of a run can be tested with.
 *
 * @throws {RunSpecError} when the network is not the run's, or has not one output for each label.
 * @throws {FileError} when a list of labels cannot be read.
 */
export async function testOffer(
  run: AnyRun,
  opened: Network,
  images: ImageSet,
  choice: LabelChoice | undefined,
): Promise<TestOffer> {
  const { origin, spec } = run;
  if (opened.sha256 !== origin.modelSha256) {
    const named = "file" in run ? `"${run.file}"` : "the run";
    throw new RunSpecError(
      `"${opened.name}" is another network than that of ${named}; give the run's, ${origin.model}, whose SHA-256 is ${origin.modelSha256}.`,
      "network",
    );
  }
  const network = await networkAt(opened, cropSize(spec.preprocessing));
  const labels = await labelsFor(network, choice);
  return {
    model: {
      checkpoints: network.checkpoints,
      preprocessing: spec.preprocessing,
      oneAtATime: network.oneAtATime,
      classLabels: labels.map(({ label }) => label),
      classIds: idsOf(labels),
    },
    images,
    isImageSetOfRun: images.digest === origin.imagesDigest,
  };
}

function isTexts(choice: readonly string[] | readonly Label[]): choice is readonly string[] {
  return choice.every((item) => typeof item === "string");
}
