/**
 * Not for others: what the server's worker uses of core to run networks, on top of `./reading`. It loads the runtime and
 * changes without notice; the package's own name is what others import.
 */
export { executionProviderOf } from "./inference/executionProvider.js";
export { probeNetwork } from "./inference/probeNetwork.js";
export { probeShapes } from "./inference/probeShapes.js";
export type { Gate } from "./run/gate.js";
export { runAnalysis } from "./run/runAnalysis.js";
export { runMaskEvaluation } from "./study/runMaskEvaluation.js";
export { runMaskStudy } from "./study/runMaskStudy.js";
export type { TestJob } from "./study/runTest.js";
