/**
 * Not for others: what the command line still uses of core beyond the package's own name, and what its tests look into.
 * It changes without notice.
 */
export { applyChain } from "./augmentation/chain.js";
export { isInlineChain, readChain } from "./augmentation/readChain.js";
export { AUGMENTATION_SETS } from "./augmentation/sets.js";
export { CHANGED } from "./design/changedColumn.js";
export type { DesignMethod, DesignOptions } from "./design/designOptions.js";
export { estimateShapley } from "./design/estimateShapley.js";
export { estimateSobol } from "./design/estimateSobol.js";
export type { DesignEstimates } from "./design/estimates.js";
export { writeIndicesFile } from "./design/indicesFile.js";
export { type Problem, readProblem } from "./design/problem.js";
export { sampleRows } from "./design/sampleRows.js";
export { reasonOf } from "./errors.js";
export { CsvWriter } from "./files/csv.js";
export { fillFolder } from "./files/fillFolder.js";
export { createHdf5, writeNumbers } from "./files/hdf5.js";
export { readBytes, readJson, readText, unreadable } from "./files/readBytes.js";
export { safeName, safeNames } from "./files/safeName.js";
export { requireWritable, writeWhole } from "./files/writeWhole.js";
export { decodeImage } from "./image/decode.js";
export { encodePng } from "./image/encode.js";
export { cropSize } from "./image/framing.js";
export { createImage, toFloatImage } from "./image/image.js";
export { FORMAT_NAMES } from "./image/imageFormats.js";
export { writeInput } from "./image/normalise.js";
export { createPixelImage } from "./image/pixelImage.js";
export { prepareImage } from "./image/prepare.js";
export { badImageLines, type SkippedImages } from "./imageFolder/badImages.js";
export { differenceOfImages, type ImageSetIdentity } from "./imageFolder/otherImages.js";
export { type ImageFolder, readImageFolder } from "./imageFolder/readImageFolder.js";
export { EXECUTION_PROVIDERS, type ExecutionProvider } from "./inference/executionProvider.js";
export { openInstrumentedSession } from "./inference/instrumentedSession.js";
export { probeShapes } from "./inference/probeShapes.js";
export { idsOf } from "./labels/label.js";
export { readLabelsFile } from "./labels/labelsFile.js";
export { type GivenInputs, givenInputs } from "./library/givenInputs.js";
export { findCheckpoint, type ReadNetwork, readNetwork, tryNetwork } from "./library/network.js";
export type { BiasMatch } from "./masking/candidates.js";
export type { Combination } from "./masking/combineMasks.js";
export type { MaskConfiguration } from "./masking/configurations.js";
export { NpyReader, readNpy } from "./npy/npyReader.js";
export { NpyWriter, writeNpy } from "./npy/npyWriter.js";
export type { Checkpoint } from "./onnx/describeCheckpoints.js";
export type { ExcludedValue } from "./onnx/excludedValues.js";
export { inputText, ownInputShape } from "./onnx/inputText.js";
export { deepestDiscriminant } from "./postAnalysis/deepestDiscriminant.js";
export {
  checkDiscriminantPlan,
  DEFAULT_DISCRIMINANT_PLAN,
  type DiscriminantPlan,
} from "./postAnalysis/discriminantPlan.js";
export { DEFAULT_CLUSTERING_HEIGHT, factorClustering } from "./postAnalysis/factorClustering.js";
export { mapDiscriminant } from "./postAnalysis/mapDiscriminant.js";
export { completePreprocessing, type InputForm } from "./preprocessing/completePreprocessing.js";
export type { Preprocessing } from "./preprocessing/preprocessingSpec.js";
export { BYTES_PRESET, DEFAULT_PRESET, PRESET_NAMES } from "./preprocessing/presets.js";
export { readPreprocessing } from "./preprocessing/readPreprocessing.js";
export { maskFor } from "./resultFiles/chosenMask.js";
export { combinedMask } from "./resultFiles/combinedMask.js";
export {
  type AccuracySummary,
  type ChangeSummary,
  type ClassSummary,
  changeOf,
  type EvaluationSummary,
  summariseEvaluation,
} from "./resultFiles/evaluationSummary.js";
export {
  factorOf,
  type Mask,
  type MaskRecipe,
  recipeText,
  requireMaskOfRun,
  rulesOf,
} from "./resultFiles/maskFile.js";
export { readMask, writeMask } from "./resultFiles/maskFolder.js";
export { type CheckpointSummary, summariseMask } from "./resultFiles/maskSummary.js";
export { type RunOrigin, writeRunFile } from "./resultFiles/runFile.js";
export {
  type MapName,
  RunFileReader,
  type StoredAggregates,
  type StoredCheckpoint,
  type StoredFlags,
  type StoredMeasure,
  type StoredUnits,
} from "./resultFiles/runFileReader.js";
export { differenceOfOrigins } from "./resultFiles/runIdentity.js";
export { StateFile } from "./resultFiles/stateFile.js";
export { measureOf, StoredMaps } from "./resultFiles/storedMaps.js";
export {
  readStudyFile,
  type StoredStudy,
  type StudyOrigin,
  writeStudyFile,
} from "./resultFiles/studyFile.js";
export { unitPositions } from "./resultFiles/unitPositions.js";
export { defaultThreads } from "./run/defaultThreads.js";
export { ENGINE_VERSION } from "./run/engineVersion.js";
export type { Gate } from "./run/gate.js";
export { heldOutImages } from "./run/heldOutImages.js";
export { type NetworkInput, networkInputFault, networkInputText } from "./run/networkInput.js";
export { observeInput } from "./run/observeInput.js";
export type { Progress } from "./run/ports.js";
export { probeSegment } from "./run/probeSegment.js";
export { runAnalysis } from "./run/runAnalysis.js";
export type { RunResult } from "./run/runResult.js";
export {
  DEFAULT_HOLD_OUT,
  type ImageMode,
  METHODS,
  type Method,
  type RunRequest,
  type RunSpec,
  resolveRunSpec,
} from "./run/runSpec.js";
export type { SegmentRequest } from "./run/segment.js";
export { LEAST_EFFECTIVE_SAMPLES } from "./sensitivity/flags.js";
export { rowShares } from "./stats/confusion.js";
export { mapCorrelation } from "./stats/correlationMatrix.js";
export { dependentDifference, type IntervalEstimate } from "./stats/estimateDifference.js";
export { clustersByHeight, leafOrder } from "./stats/hierarchicalClustering.js";
export { specialization } from "./stats/specialization.js";
export { evaluationResult } from "./study/evaluationResult.js";
export { type MaskRule, multipliersOf, type SoftMask } from "./study/maskChoice.js";
export { runMaskEvaluation } from "./study/runMaskEvaluation.js";
export { runMaskStudy } from "./study/runMaskStudy.js";
export { type SingleClassMatch, singleClass } from "./study/singleClass.js";
export {
  type StudyClustering,
  type StudyResult,
  type StudyVector,
  studyClustering,
  studyResult,
} from "./study/studyResult.js";
export { testDigest } from "./study/testDigest.js";
export {
  resolveEvaluationSpec,
  resolveStudySpec,
  type StudySpec,
  type TestOffer,
  type TestRequest,
} from "./study/testSpec.js";
export { guessText, missingText, namesText } from "./text/namesText.js";
export { printable, printableInLine } from "./text/printable.js";
