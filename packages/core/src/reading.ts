/**
 * Not for others: what the server's processes use of core that may not load the runtime, such as the API. It changes
 * without notice; the package's own name is what others import.
 */
export { augmentationByKey } from "./augmentation/registry.js";
export { AUGMENTATION_SETS } from "./augmentation/sets.js";
export {
  type BadImage,
  BadImagesError,
  CancelledError,
  CoreError,
  type CoreErrorCode,
  MapAnalysisError,
  OnnxFormatError,
  RunSpecError,
  UnsupportedModelError,
} from "./errors.js";
export { safeName } from "./files/safeName.js";
export { cropSize, type Sides } from "./image/framing.js";
export { badImageLines, MOST_SHOWN, type SkippedImages, usableImages } from "./imageFolder/badImages.js";
export { imagesDigest } from "./imageFolder/imagesDigest.js";
export { inTurns } from "./imageFolder/inTurns.js";
export { leftoverIn } from "./imageFolder/leftovers.js";
export { verifiedImage } from "./imageFolder/verifyImage.js";
export { idsOf, type Label, labelsFromTexts, requireLabelCount } from "./labels/label.js";
export { labelsFromList, readLabels } from "./labels/readLabels.js";
export { COLLAPSE_SHARE } from "./masking/collapse.js";
export { MASK_CONFIGURATIONS, type MaskConfiguration } from "./masking/configurations.js";
export { unitsPerChannel } from "./masking/mask.js";
export { withDataBeside } from "./modelFolder/dataBeside.js";
export { describeCheckpoints } from "./onnx/describeCheckpoints.js";
export { dataFilesOf, readExternalData } from "./onnx/externalData.js";
export { atSize, imageNetwork } from "./onnx/imageNetwork.js";
export { MODEL_LIMITS } from "./onnx/limits.js";
export { type OnnxModel, readModel } from "./onnx/model.js";
export { summariseModel } from "./onnx/summary.js";
export { deepestDiscriminant } from "./postAnalysis/deepestDiscriminant.js";
export {
  checkDiscriminantPlan,
  DEFAULT_DISCRIMINANT_PLAN,
  type DiscriminantPlan,
} from "./postAnalysis/discriminantPlan.js";
export {
  DEFAULT_CLUSTERING_HEIGHT,
  type FactorClustering,
  factorClustering,
} from "./postAnalysis/factorClustering.js";
export { type MapDiscriminant, mapDiscriminant } from "./postAnalysis/mapDiscriminant.js";
export {
  completePreprocessing,
  type InputForm,
  type PreprocessingRequest,
} from "./preprocessing/completePreprocessing.js";
export type { PreprocessingSpec } from "./preprocessing/preprocessingSpec.js";
export { PRESET_NAMES } from "./preprocessing/presets.js";
export { preprocessingRequestOf } from "./preprocessing/readPreprocessing.js";
export { unitCount } from "./run/checkpointUnits.js";
export type { ComputeOptions } from "./run/computeOptions.js";
export { defaultThreads } from "./run/defaultThreads.js";
export { extendRunSpec } from "./run/extendRunSpec.js";
export type { Gate } from "./run/gate.js";
export { factorsOf } from "./run/inputSpace.js";
export { blockCount } from "./run/method.js";
export { plannedEvaluations } from "./run/methodPlan.js";
export { type NetworkInput, networkInputText } from "./run/networkInput.js";
export type { ImageSource, Progress, StateStore } from "./run/ports.js";
export { probeSegment } from "./run/probeSegment.js";
export type { IndexMapResult, RunMeasure, RunResult, UnitFlags } from "./run/runResult.js";
export {
  type CheckpointSpec,
  DEFAULT_HOLD_OUT,
  type ImageSetOffer,
  type RunRequest,
  type RunSpec,
  resolveRunSpec,
} from "./run/runSpec.js";
export { type SegmentSpec, segmentText } from "./run/segment.js";
export { storedEstimate } from "./run/storedEstimate.js";
export { type MapCorrelation, mapCorrelation } from "./stats/correlationMatrix.js";
export { type IntervalEstimate, independentDifference } from "./stats/estimateDifference.js";
export { type ClusterMerge, clustersByHeight, leafOrder } from "./stats/hierarchicalClustering.js";
export { quantile, quantiles } from "./stats/quantile.js";
export { spearman } from "./stats/spearman.js";
export { specialization } from "./stats/specialization.js";
export { type ClassComparison, type EvaluationResult, evaluationResult } from "./study/evaluationResult.js";
export {
  type CheckpointMask,
  chooseMask,
  combineMasks,
  type MaskRule,
  multipliersOf,
} from "./study/maskChoice.js";
export type { AccuracyChange, AccuracyShares } from "./study/shares.js";
export { type SensitiveClass, type SingleClassMatch, singleClass } from "./study/singleClass.js";
export { type StudyResult, type StudyVector, studyClustering, studyResult } from "./study/studyResult.js";
export {
  type EvaluationRequest,
  plannedEvaluationCost,
  plannedStudyCost,
  resolveEvaluationSpec,
  resolveStudySpec,
  type StudyRequest,
  type StudySpec,
  type TestInput,
  type TestOffer,
  type TestSpec,
} from "./study/testSpec.js";
export type { UnitMaps } from "./study/unitMaps.js";
export { decodeText } from "./text/decodeText.js";
export { quoted, shownName } from "./text/shownName.js";
