import { listSupportedBackends } from "onnxruntime-node";
import { RunSpecError } from "../errors.js";

/** Where the runtime computes: the processor, or hardware beside it. */
export const EXECUTION_PROVIDERS = ["cpu", "cuda", "coreml", "dml", "webgpu"] as const;
export type ExecutionProvider = (typeof EXECUTION_PROVIDERS)[number];

/**
 * @throws {RunSpecError} when there is none of that name.
 */
export function executionProviderOf(name: string): ExecutionProvider {
  const found = EXECUTION_PROVIDERS.find((provider) => provider === name);
  if (found) return found;
  throw new RunSpecError(
    `There is no execution provider "${name}"; expected one of: ${EXECUTION_PROVIDERS.join(", ")}.`,
    "executionProvider",
  );
}

/** Told why another provider than the wanted one is used. */
export type OnFallback = (message: string) => void;

/**
 * Opens something with the wanted provider, or else on the CPU. The runtime passes over providers that its build does
 * not have without a word, so those are looked for first.
 *
 * @param open called with the provider to use; once more with `cpu` when the wanted one fails
 */
export async function withProvider<T>(
  wanted: ExecutionProvider,
  open: (provider: ExecutionProvider) => Promise<T>,
  onFallback: OnFallback = () => undefined,
): Promise<T> {
  if (wanted === "cpu") return open("cpu");
  const known = listSupportedBackends().map(({ name }) => name);
  if (!known.includes(wanted)) {
    onFallback(
      `The execution provider ${wanted} is not part of ONNX Runtime on ${process.platform}-${process.arch} (there are ${known.join(", ")}); the CPU is used.`,
    );
    return open("cpu");
  }
  try {
    return await open(wanted);
  } catch (cause) {
    const opened = await open("cpu");
    // Only what opens on the CPU failed because of the provider.
    const reason = (cause instanceof Error ? cause.message : String(cause)).split("\n")[0];
    onFallback(`The execution provider ${wanted} cannot be used (${reason}); the CPU is used.`);
    return opened;
  }
}
