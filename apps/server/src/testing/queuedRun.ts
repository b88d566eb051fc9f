import { expect } from "vitest";
import type { SampleIds } from "./sampleStores.js";
import type { TestApi } from "./testApi.js";

/** Asks for a run, whatever the input. */
export const CREATE_RUN =
  "mutation ($input: CreateRunInput!) { createRun(input: $input) { id name status } }";

/**
 * A run of two factors on two checkpoints, in the queue.
 *
 * @returns its global id.
 */
export async function queueRun(
  api: TestApi,
  ids: SampleIds,
  more: Record<string, unknown> = {},
): Promise<string> {
  const input = {
    modelId: ids.plain,
    imageSetId: ids.images,
    method: "SOBOL",
    factors: ["hue", "grayscaling"],
    checkpoints: ["layer4", "fc"],
    baseSamples: 16,
    ...more,
  };
  const { data, errors } = await api.graphql<{ createRun: { id: string } }>(CREATE_RUN, { input });
  expect(errors).toBeUndefined();
  return data.createRun.id;
}
