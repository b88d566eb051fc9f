import type { Checkpoint } from "./describeCheckpoints.js";
import { elementTypeName, isActivationType } from "./elementType.js";
import { replacedInput } from "./imageNetwork.js";
import type { OnnxModel } from "./model.js";
import { inferElementTypes, valuesOfInput } from "./valueTypes.js";

/** A value of the graph that is no checkpoint. */
export interface ExcludedValue {
  readonly tensor: string;
  readonly operator: string;
  readonly reason: string;
}

/** The values of a network that cannot be analysed, in forward order, with the reason of each. */
export function excludedValues({ graph }: OnnxModel, checkpoints: readonly Checkpoint[]): ExcludedValue[] {
  const types = inferElementTypes(graph);
  const reached = valuesOfInput(graph);
  const taken = new Set([replacedInput(graph) ?? "", ...checkpoints.map((checkpoint) => checkpoint.tensor)]);
  const reasonFor = (tensor: string): string => {
    if (!reached.has(tensor)) return "does not depend on the image";
    const type = types.get(tensor);
    if (type === undefined)
      return "it is no floating-point tensor [N,C,H,W] or [N,C], as ONNX Runtime sees it";
    if (!isActivationType(type)) return `its values are ${elementTypeName(type)}`;
    return "it is no [N,C,H,W] or [N,C] with the batch as its first axis";
  };
  return graph.nodes.flatMap(({ outputs, operator }) =>
    outputs
      .filter((tensor) => tensor !== "" && !taken.has(tensor))
      .map((tensor) => ({ tensor, operator, reason: reasonFor(tensor) })),
  );
}
