import { badInput } from "./errors.js";

/** Kinds of objects that have an id. */
export type NodeKind = (typeof KINDS)[number];

const KINDS = ["Model", "ImageSet", "Run", "IndexMap", "Mask", "MaskEvaluation", "MaskStudy"] as const;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** An opaque id, unique over all kinds: Relay's global object identification. */
export function toGlobalId(kind: NodeKind, id: string): string {
  return Buffer.from(`${kind}:${id}`).toString("base64url");
}

/**
 * @param field argument the id came with, for the error.
 * @throws {ApiError} BAD_USER_INPUT when it is no id of this API.
 */
export function parseGlobalId(globalId: string, field = "id"): { kind: NodeKind; id: string } {
  const [kind, id, ...rest] = Buffer.from(globalId, "base64url").toString("utf8").split(":");
  const known = KINDS.find((k) => k === kind);
  if (!known || !id || rest.length > 0 || !UUID.test(id) || toGlobalId(known, id) !== globalId) {
    throw badInput(field, `"${globalId.slice(0, 100)}" is no id of this API; pass one as the API gave it.`);
  }
  return { kind: known, id };
}

/**
 * The inner id of a global id of one kind.
 *
 * @throws {ApiError} BAD_USER_INPUT when it is no id, or the id of another kind of object.
 */
export function localId(kind: NodeKind, globalId: string, field = "id"): string {
  const parsed = parseGlobalId(globalId, field);
  if (parsed.kind !== kind) throw badInput(field, `This is the id of a ${parsed.kind}; a ${kind} is meant.`);
  return parsed.id;
}
