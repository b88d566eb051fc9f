import { goldenModel } from "../../../../../tests/golden/onnx.js";
import { projectFile } from "../../testing/temporaryFolder.js";
import type { AnalyzeOptions } from "../analysis.js";
import { openImages } from "../images.js";
import { openNetwork } from "../network.js";

/** The smallest golden network: ten outputs, images of 32 pixels. */
export const tinyNetwork = () => openNetwork(goldenModel("tinycnn_a_bn.onnx"));

/** The sample images, without a look at the user's cache. */
export const sampleImages = () => openImages(projectFile("samples/tinted-fashion"), { cacheFolder: null });

/** A small run on both. */
export const TINY_RUN = {
  method: "SHAPLEY",
  factors: ["hue", "grayscaling"],
  baseSamples: 32,
  threads: 1,
} as const satisfies AnalyzeOptions;
