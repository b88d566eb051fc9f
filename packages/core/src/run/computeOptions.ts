import type { ExecutionProvider, OnFallback } from "../inference/executionProvider.js";
import type { Gate } from "./gate.js";

/** What computes. */
export interface ComputeOptions {
  /** Worker threads; the numbers do not depend on it. */
  readonly threads: number;
  /** `cpu` when left out; numbers of another one differ by its own rounding. */
  readonly executionProvider?: ExecutionProvider;
  /** Told once why the CPU takes the place of the provider that is wanted. */
  readonly onFallback?: OnFallback;
  readonly gate?: Gate;
}
