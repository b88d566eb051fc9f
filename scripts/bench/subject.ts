import { type RunRequest, type RunSpec, resolveRunSpec } from "../../packages/core/dist/run/runSpec.js";
import { buildFormulaNet } from "../../tests/golden/formulaNets.js";
import { sampleImageSet, sampleOffer } from "../../tests/golden/sampleRun.js";

/** Side of the input, pixels. */
export const SIDE = 224;
/** The checkpoints of the paper: 553,448 units. */
export const CHECKPOINTS = ["maxpool", "layer1", "layer2", "layer3", "avgpool", "fc"];

/** torchvision's ResNet18 for 1000 classes, its weights defined by a formula. */
export const model: Uint8Array = buildFormulaNet("resnet18");

const offer = await sampleOffer(model, SIDE);

/** A run of that network on the sample images, enlarged; S1, ST, S2 and half widths are on. */
export function specOf(request: RunRequest): RunSpec {
  return resolveRunSpec({ checkpoints: CHECKPOINTS, ...request }, offer, sampleImageSet());
}
