import { badInput } from "../errors.js";

const LONGEST_NAME = 200;
const MOST_TAGS = 20;
const LONGEST_TAG = 50;
const LONGEST_NOTES = 10_000;

/** What people write on a run; undefined is left as it is. */
export interface RunLabels {
  readonly name?: string;
  readonly tags?: string[];
  readonly notes?: string | null;
}

/**
 * Tidies name, tags and notes: no spaces around them, no tag twice.
 *
 * @throws {ApiError} BAD_USER_INPUT naming the field that is too long or empty.
 */
export function checkLabels(labels: {
  name?: string | null;
  tags?: readonly string[] | null;
  notes?: string | null;
}): RunLabels {
  const name = labels.name?.trim();
  if (name !== undefined && (name.length === 0 || name.length > LONGEST_NAME)) {
    throw badInput("name", `A name has 1 to ${LONGEST_NAME} characters; this one has ${name.length}.`);
  }
  const tags = labels.tags && [...new Set(labels.tags.map((tag) => tag.trim()))];
  if (tags && tags.length > MOST_TAGS) {
    throw badInput("tags", `A run has at most ${MOST_TAGS} tags; these are ${tags.length}.`);
  }
  if (tags?.some((tag) => tag.length === 0 || tag.length > LONGEST_TAG)) {
    throw badInput("tags", `A tag has 1 to ${LONGEST_TAG} characters.`);
  }
  if (labels.notes && labels.notes.length > LONGEST_NOTES) {
    throw badInput(
      "notes",
      `Notes have at most ${LONGEST_NOTES} characters; these have ${labels.notes.length}.`,
    );
  }
  return {
    ...(name === undefined ? {} : { name }),
    ...(tags ? { tags } : {}),
    ...(labels.notes === undefined ? {} : { notes: labels.notes }),
  };
}
