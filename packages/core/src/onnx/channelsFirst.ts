import { encodeNode } from "./encodeNode.js";
import { FreshNames } from "./freshNames.js";
import { GraphField } from "./graphProto.js";
import { inferLayouts, toChannelsFirst } from "./layout.js";
import { type OnnxModel, readModel, writeModel } from "./model.js";
import { encodeBytes } from "./wire.js";

/** A model in which some values can be read with their channels first. */
export interface ChannelsFirstModel {
  readonly model: OnnxModel;
  /** The value to read for each that has another order of axes in the network; others are read themselves. */
  readonly readNames: ReadonlyMap<string, string>;
}

/**
 * Adds [N, C, H, W] forms of those of the given values that the network holds in another order of axes, such as
 * [N, H, W, C]. The values and their readers stay as they are. A value whose order is not known is left as it is.
 *
 * @param tensors names of values
 */
export function bringChannelsFirst(model: OnnxModel, tensors: Iterable<string>): ChannelsFirstModel {
  const { known } = inferLayouts(model.graph);
  const names = new FreshNames(model.graph);
  const readNames = new Map<string, string>();
  const added: Uint8Array[] = [];
  for (const tensor of new Set(tensors)) {
    const perm = model.graph.producers.has(tensor) ? toChannelsFirst(known.get(tensor)) : null;
    if (perm === null) continue;
    const output = names.value(`${tensor}/channels first`);
    readNames.set(tensor, output);
    const node = encodeNode({
      name: names.node(output),
      operator: "Transpose",
      inputs: [tensor],
      output,
      integers: { perm },
    });
    added.push(encodeBytes(GraphField.node, node));
  }
  return { model: added.length === 0 ? model : readModel(writeModel(model, added)), readNames };
}
