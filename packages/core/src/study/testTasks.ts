import type { TestSpec } from "./testSpec.js";

/** Inputs in one task, as far as whole images allow: enough for the runtime to be efficient, and soon done. */
const INPUTS_PER_TASK = 8;

/** Consecutive images of one input, under all variants. */
export interface TestTask {
  /** Place among the test's inputs. */
  readonly input: number;
  /** Places among the test's images; `end` is one past the last. */
  readonly firstImage: number;
  readonly endImage: number;
}

/** The tasks of a test, input by input. They depend on the design alone, and with them the composition of batches. */
export function testTasks({ inputs, images }: TestSpec): TestTask[] {
  return inputs.flatMap(({ draws }, input) => {
    const size = Math.max(1, Math.floor(INPUTS_PER_TASK / draws));
    return Array.from({ length: Math.ceil(images.length / size) }, (_, i) => ({
      input,
      firstImage: i * size,
      endImage: Math.min(images.length, (i + 1) * size),
    }));
  });
}
