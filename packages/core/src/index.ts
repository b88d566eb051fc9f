/**
 * Unitscope as a library: which units of a convolutional network react to which change of the image, and how sure that
 * is. Nothing happens at import: the runtime, threads and native code are loaded when they are first needed.
 *
 * @example
 * const network = await openNetwork("model.onnx");
 * const images = await openImages("photos");
 * const run = await analyze(network, images, { augmentationSet: "SET_1", method: "SHAPLEY" });
 * await saveRun("run.h5", run);
 * @packageDocumentation
 */
export {
  type BadImage,
  BadImagesError,
  CancelledError,
  CoreError,
  type CoreErrorCode,
  DesignError,
  FileError,
  ImageChangedError,
  ImageDecodeError,
  ImageFolderError,
  MapAnalysisError,
  NonFiniteActivationError,
  OnnxFormatError,
  RunSpecError,
  ShapeError,
  StateFormatError,
  UnsupportedModelError,
} from "./errors.js";
export { activations, type Multipliers } from "./library/activations.js";
export {
  type AnalysisPlan,
  type AnalysisRequest,
  type AnalyzeOptions,
  analyze,
  planAnalysis,
  type WorkOptions,
} from "./library/analysis.js";
export { type AugmentationStep, type AugmentedImage, augmentImage } from "./library/augmentImage.js";
export {
  type DesignSample,
  estimateIndices,
  type ProblemDefinition,
  type SampleOptions,
  sampleDesign,
} from "./library/designs.js";
export { type ImageSet, type OpenImagesOptions, openImages } from "./library/images.js";
export { type InputPreview, previewInput } from "./library/input.js";
export { chooseMask, combineMasks, type MaskRequest, openMask, saveMask } from "./library/masks.js";
export {
  type Evaluation,
  evaluateMask,
  openStudy,
  type Study,
  saveStudy,
  singleClasses,
  studyMasks,
} from "./library/maskTests.js";
export { type Network, type OpenNetworkOptions, openNetwork } from "./library/network.js";
export type { NumericArray } from "./library/numericArray.js";
export type { PreprocessingChoice } from "./library/preprocessing.js";
export { type AnyRun, openRun, type Run, saveRun } from "./library/run.js";
export type { LabelChoice } from "./library/testOffer.js";
