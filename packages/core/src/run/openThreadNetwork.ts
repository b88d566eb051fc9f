import {
  type InstrumentedSession,
  openNetwork,
  type ReadyNetwork,
} from "../inference/instrumentedSession.js";
import type { RuntimeOptions } from "../inference/runtime.js";
import type { Borrow } from "./lentBytes.js";

/**
 * Opens the network that `threadNetwork` made ready, in a thread that borrows its bytes.
 *
 * @throws {UnsupportedModelError} when the runtime does not accept it.
 */
export async function openThreadNetwork(
  network: ReadyNetwork,
  borrow: Borrow,
  options: RuntimeOptions,
): Promise<InstrumentedSession> {
  const open = (bytes: Uint8Array) =>
    openNetwork({ ...network, edited: { ...network.edited, bytes } }, options);
  if (network.isOptimised) return borrow(open);
  // Other threads need not wait while it is opened; the copy is gone afterwards.
  return open(await borrow(async (bytes) => bytes.slice()));
}
