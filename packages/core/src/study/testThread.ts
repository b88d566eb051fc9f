import { cropSize } from "../image/framing.js";
import type { ExecutionProvider } from "../inference/executionProvider.js";
import { openMaskedNetwork } from "../inference/maskedNetwork.js";
import { imageNetwork } from "../onnx/imageNetwork.js";
import { readModel } from "../onnx/model.js";
import type { ImageEntry } from "../run/ports.js";
import { PreparedImages } from "../run/preparedImages.js";
import { serveTasks } from "../run/threadTasks.js";
import type { CompactMasks } from "./compactMasks.js";
import { TestEvaluator } from "./testEvaluator.js";
import type { TestSpec } from "./testSpec.js";
import type { TestTask } from "./testTasks.js";

// Entry point of a worker thread: one masked network; tasks in, class numbers out.

/** What the thread is started with. */
export interface TestInit {
  readonly spec: TestSpec;
  readonly masks: CompactMasks;
  /** (variants) parts that each variant plays, see `rolesOf`. */
  readonly roles: readonly number[];
  readonly entries: readonly ImageEntry[];
  /** Bytes of the ONNX file. */
  readonly model: Uint8Array;
  readonly cacheBytes: number;
  readonly executionProvider?: ExecutionProvider;
}

serveTasks<TestInit, TestTask, Uint16Array>(async (init, { read, onFallback }) => {
  const { spec, masks, roles, entries, model, cacheBytes } = init;
  const network = await openMaskedNetwork(imageNetwork(readModel(model), cropSize(spec.run.preprocessing)), {
    maskShapes: new Map(spec.masked.map(({ tensor, shape }) => [tensor, shape])),
    output: spec.output.tensor,
    oneAtATime: spec.oneAtATime !== undefined,
    executionProvider: init.executionProvider,
    onFallback,
  });
  const images = new PreparedImages(entries, spec.run.preprocessing, read, cacheBytes);
  const evaluator = new TestEvaluator(spec, masks, entries, images, network);
  return {
    async perform(task, report) {
      // A variant that plays several parts is computed once.
      const result = await evaluator.evaluate(task, (variant, inputs) =>
        report(inputs * roles[variant], inputs * (roles[variant] - 1)),
      );
      return { result, transfer: [result.buffer as ArrayBuffer] };
    },
    close: () => network.close(),
  };
});
