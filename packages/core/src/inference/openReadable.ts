import { UnsupportedModelError } from "../errors.js";
import type { OnnxModel } from "../onnx/model.js";
import { inferElementTypes } from "../onnx/valueTypes.js";
import { openSession, type RuntimeSession } from "./session.js";

/** A network with as many values exposed as the runtime lets be. */
export interface ReadableNetwork {
  readonly session: RuntimeSession;
  readonly exposed: readonly string[];
}

/** Opens a network with values exposed. */
type Open = (model: OnnxModel, tensors: readonly string[]) => Promise<RuntimeSession>;

/**
 * Opens a network with values exposed of which some may be no tensors: their types are not known before. Where the runtime
 * does not accept one of these as an output, the others are exposed without it.
 *
 * @throws as `openSession`, when the network cannot be opened with the values of known type either.
 */
export async function openReadable(
  model: OnnxModel,
  tensors: readonly string[],
  open: Open = openSession,
): Promise<ReadableNetwork> {
  try {
    return { session: await open(model, tensors), exposed: tensors };
  } catch (error) {
    const types = inferElementTypes(model.graph);
    const certain = tensors.filter((tensor) => types.has(tensor));
    if (!(error instanceof UnsupportedModelError) || certain.length === tensors.length) throw error;
    const doubtful = tensors.filter((tensor) => !types.has(tensor));
    // A network that does not open without them either is not tried for each of them.
    if (certain.length > 0) await (await open(model, certain)).close();
    const opens = (more: readonly string[]) => canOpen(open, model, [...certain, ...more]);
    const accepted = await acceptedOf(doubtful, opens);
    if (accepted.length + certain.length === 0) throw error;
    const exposed = new Set([...certain, ...accepted]);
    const kept = tensors.filter((tensor) => exposed.has(tensor));
    return { session: await open(model, kept), exposed: kept };
  }
}

/** Those of the doubtful values that can be exposed, found by halves. */
async function acceptedOf(
  doubtful: readonly string[],
  opens: (tensors: readonly string[]) => Promise<boolean>,
): Promise<readonly string[]> {
  if (doubtful.length === 0 || (await opens(doubtful))) return doubtful;
  if (doubtful.length === 1) return [];
  const middle = doubtful.length >> 1;
  const first = await acceptedOf(doubtful.slice(0, middle), opens);
  return [...first, ...(await acceptedOf(doubtful.slice(middle), opens))];
}

async function canOpen(open: Open, model: OnnxModel, tensors: readonly string[]): Promise<boolean> {
  try {
    await (await open(model, tensors)).close();
    return true;
  } catch (error) {
    if (error instanceof UnsupportedModelError) return false;
    throw error;
  }
}
