import { RunSpecError } from "../errors.js";
import { idsOf, type Label, labelsFromTexts, requireLabelCount } from "../labels/label.js";
import { readLabelsFile } from "../labels/labelsFile.js";
import type { TestOffer } from "../study/testSpec.js";
import type { ImageSet } from "./images.js";
import type { Network } from "./network.js";
import type { AnyRun } from "./run.js";

/** What a network's outputs stand for, in their order: a text each, labels with ids, or the path of a list of them. */
export type LabelChoice = string | readonly string[] | readonly Label[];

/** The labels that are given; none when undefined. */
export async function labelsFor({ checkpoints }: Network, choice: LabelChoice | undefined): Promise<Label[]> {
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
 * @throws {RunSpecError} when the network is not the run's.
 */
export function testOffer(
  run: AnyRun,
  network: Network,
  images: ImageSet,
  labels: readonly Label[],
): TestOffer {
  const { origin, spec } = run;
  if (network.sha256 !== origin.modelSha256) {
    const named = "file" in run ? `"${run.file}"` : "the run";
    throw new RunSpecError(
      `"${network.name}" is another network than that of ${named}; give the run's, ${origin.model}, whose SHA-256 is ${origin.modelSha256}.`,
      "network",
    );
  }
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
