import { RunSpecError } from "../errors.js";
import { guessText, MOST_NAMES } from "../text/namesText.js";
import { type NamedValue, shortNames } from "./checkpointNames.js";
import { mayBeActivation } from "./elementType.js";
import { replacedInput } from "./imageNetwork.js";
import type { OnnxModel } from "./model.js";
import { moduleScope } from "./moduleScope.js";
import { type KnownValues, suggestCheckpoints } from "./suggestCheckpoints.js";
import { inferElementTypes, valuesOfInput } from "./valueTypes.js";

/** A value of the network whose activations can be read. */
export interface CheckpointCandidate {
  /** Short name, unique in the model: `maxpool`, `layer1`, `fc`. */
  readonly name: string;
  /** The ONNX value that is read. */
  readonly tensor: string;
  /** Operator that makes it: `Relu`. */
  readonly operator: string;
  /** True for the outputs of the network's stages, the ones to start with. */
  readonly suggested: boolean;
}

/**
 * Every value that depends on the image and may hold floating-point numbers, in forward order. Shapes are seldom in the
 * file, and neither are types of what operators of other domains, the file's own functions and branches give: run the
 * network once to know them (inference/probeNetwork), and list again with what was found.
 */
export function listCheckpoints(model: OnnxModel, known?: KnownValues): CheckpointCandidate[] {
  const { graph } = model;
  const types = inferElementTypes(graph);
  const reached = valuesOfInput(graph);
  reached.delete(replacedInput(graph) ?? "");
  const values: NamedValue[] = [];
  for (const maker of graph.nodes) {
    for (const tensor of maker.outputs) {
      if (!reached.has(tensor) || !mayBeActivation(types.get(tensor))) continue;
      if (known !== undefined && !known.shapes.has(tensor)) continue;
      values.push({ tensor, maker, scope: moduleScope(tensor, maker) });
    }
  }
  const names = shortNames(values);
  const suggested = suggestCheckpoints(graph, values, known);
  return values.map(({ tensor, maker }, i) => ({
    name: names[i],
    tensor,
    operator: maker.operator,
    suggested: suggested.has(tensor),
  }));
}

/**
 * The candidates with the given short names or tensor names, in forward order, each once.
 *
 * @throws {RunSpecError} for a name that is neither, with the names there are.
 */
export function findCheckpoints(
  candidates: readonly CheckpointCandidate[],
  names: readonly string[],
): CheckpointCandidate[] {
  const wanted = new Set<CheckpointCandidate>();
  for (const name of names) {
    // A short name never equals the tensor name of another value, so the order of the two tests does not matter.
    const found = candidates.find((candidate) => candidate.name === name || candidate.tensor === name);
    if (found === undefined) throw noSuchCheckpoint(candidates, name);
    wanted.add(found);
  }
  return candidates.filter((candidate) => wanted.has(candidate));
}

/** The error for an unknown checkpoint: what there is, and what may have been meant. */
export function noSuchCheckpoint(candidates: readonly CheckpointCandidate[], name: string): RunSpecError {
  const suggested = candidates.filter((candidate) => candidate.suggested).map((candidate) => candidate.name);
  const guess = guessText(
    name,
    candidates.flatMap((candidate) => [candidate.name, candidate.tensor]),
  );
  const shown = suggested.slice(0, MOST_NAMES);
  const others = candidates.length - shown.length;
  const more = others > 0 ? ` and ${others} more` : "";
  return new RunSpecError(
    `${name}: no such checkpoint; there are ${shown.join(", ")}${more}.${guess}`,
    "checkpoints",
  );
}
