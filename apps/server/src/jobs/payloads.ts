import { z } from "zod";

/** The tasks of the queue, each with the name of the id in its payload. */
const ID_NAMES = {
  run: "runId",
  "mask-evaluation": "maskEvaluationId",
  "mask-study": "maskStudyId",
} as const;

/** Name of a task. */
export type Task = keyof typeof ID_NAMES;

/** Ids only: what is to be done stands in the database. */
export function jobPayload(task: Task, id: string): Record<string, string> {
  return { [ID_NAMES[task]]: id };
}

/**
 * @returns the id.
 * @throws {ZodError} when the payload is of another kind.
 */
export function parseJobPayload(task: Task, payload: unknown): string {
  const name = ID_NAMES[task];
  return z.object({ [name]: z.uuid() }).parse(payload)[name]!;
}
