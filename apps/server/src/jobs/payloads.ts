import { z } from "zod";

/** Name of the task that performs a run. */
export const RUN_TASK = "run";

const runPayload = z.object({ runId: z.uuid() });

/** Ids only: what is to be done stands in the database. */
export type RunPayload = z.infer<typeof runPayload>;

/** @throws {ZodError} when the payload is of another kind. */
export function parseRunPayload(payload: unknown): RunPayload {
  return runPayload.parse(payload);
}
