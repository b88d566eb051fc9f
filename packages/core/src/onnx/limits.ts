import { OnnxFormatError } from "../errors.js";

/** Bounds on what a model file may make the reader do; uploaded files are not trusted. */
export const MODEL_LIMITS = {
  /** Protobuf itself ends at 2 GiB. */
  fileBytes: 2 ** 31 - 1,
  nodes: 100_000,
  tensors: 100_000,
  /** Names of values, attributes and dimensions together. */
  entries: 2_000_000,
  /** Graphs inside graphs (If, Loop, Scan). */
  graphDepth: 16,
  /** Axes of one tensor. */
  rank: 64,
} as const;

/** Counts what one file has used of the limits. */
export class ReadBudget {
  private nodes = 0;
  private tensors = 0;
  private entries = 0;

  addNode(): void {
    if (++this.nodes > MODEL_LIMITS.nodes) throw tooMany("nodes", MODEL_LIMITS.nodes);
  }

  addTensor(): void {
    if (++this.tensors > MODEL_LIMITS.tensors) throw tooMany("tensors", MODEL_LIMITS.tensors);
  }

  addEntry(): void {
    if (++this.entries > MODEL_LIMITS.entries) throw tooMany("names and attributes", MODEL_LIMITS.entries);
  }

  checkDepth(depth: number): void {
    if (depth > MODEL_LIMITS.graphDepth) {
      throw new OnnxFormatError(`The model nests graphs more than ${MODEL_LIMITS.graphDepth} deep.`);
    }
  }
}

function tooMany(what: string, limit: number): OnnxFormatError {
  return new OnnxFormatError(
    `The model has more than ${limit.toLocaleString("en")} ${what}, the most that are read.`,
  );
}
