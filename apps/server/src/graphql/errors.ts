import { randomUUID } from "node:crypto";
import { unwrapResolverError } from "@apollo/server/errors";
import { CoreError, type CoreErrorCode } from "@unitscope/core/reading";
import { GraphQLEnumType, GraphQLError, type GraphQLFormattedError } from "graphql";
import type { Logger } from "pino";
import { ImportError } from "../importing/importErrors.js";
import { AnalysesBusyError } from "../postAnalysis/mapAnalyses.js";

/** What `extensions.code` of an error says. */
const CODES = {
  BAD_USER_INPUT: "An argument is out of range or malformed; `extensions.field` names it.",
  NOT_FOUND: "Nothing has this id.",
  CONFLICT: "The state forbids it: the run is already finished, the name is taken.",
  UNAUTHENTICATED: "Who asks is unknown.",
  FORBIDDEN: "Who asks may not do this.",
  QUERY_TOO_COMPLEX: "The query is too deep, too costly or has too many aliases.",
  RATE_LIMITED: "Too many requests.",
  MODEL_UNSUPPORTED: "The ONNX file is readable but cannot be analysed; the message says which node or type.",
  INTERNAL: "An unexpected error; `extensions.requestId` lets an operator find the line in the log.",
} as const;
export type ErrorCode = keyof typeof CODES;

/** The codes as a type of the schema: no field has it, but clients generate their own from it. */
export const ERROR_CODE_TYPE = new GraphQLEnumType({
  name: "ErrorCode",
  description: "Values of `extensions.code` of an error.",
  values: Object.fromEntries(Object.entries(CODES).map(([code, description]) => [code, { description }])),
});

/** An expected failure, told to the client as it is. */
export class ApiError extends GraphQLError {
  constructor(code: ErrorCode, message: string, field?: string) {
    super(message, { extensions: field === undefined ? { code } : { code, field } });
    this.name = "ApiError";
  }
}

/** An argument is out of range or malformed. */
export function badInput(field: string, message: string): ApiError {
  return new ApiError("BAD_USER_INPUT", message, field);
}

/** Nothing has this id. */
export function notFound(what: string, field = "id"): ApiError {
  return new ApiError("NOT_FOUND", `There is no ${what} with this id.`, field);
}

/** The state of things forbids it. */
export function conflict(message: string): ApiError {
  return new ApiError("CONFLICT", message);
}

const CORE_CODES: Readonly<Record<CoreErrorCode, ErrorCode>> = {
  SHAPE: "INTERNAL",
  DESIGN: "BAD_USER_INPUT",
  ONNX_FORMAT: "BAD_USER_INPUT",
  UNSUPPORTED_MODEL: "MODEL_UNSUPPORTED",
  IMAGE_DECODE: "BAD_USER_INPUT",
  IMAGE_FOLDER: "BAD_USER_INPUT",
  BAD_IMAGES: "BAD_USER_INPUT",
  IMAGE_CHANGED: "CONFLICT",
  IMAGE_READ: "INTERNAL",
  RUN_SPEC: "BAD_USER_INPUT",
  NON_FINITE: "INTERNAL",
  STATE_FORMAT: "INTERNAL",
  FILE: "INTERNAL",
  MAP_ANALYSIS: "BAD_USER_INPUT",
  CANCELLED: "CONFLICT",
};

/** Faults of a file; a request brings one only as an upload. */
const UPLOAD_FAULTS: ReadonlySet<CoreErrorCode> = new Set([
  "ONNX_FORMAT",
  "UNSUPPORTED_MODEL",
  "IMAGE_DECODE",
  "IMAGE_FOLDER",
  "BAD_IMAGES",
]);

const SKIP_HINT = "skipBadImages: true leaves them out; the image set then lists them.";

/** Codes of Apollo for requests that are wrong before any resolver runs; their texts help and name nothing inside. */
const REQUEST_CODES = new Set([
  "GRAPHQL_PARSE_FAILED",
  "GRAPHQL_VALIDATION_FAILED",
  "OPERATION_RESOLUTION_FAILURE",
  "BAD_REQUEST",
  "BAD_USER_INPUT",
]);

/**
 * The error as a client sees it. Expected failures keep their text; of everything else the client learns only an id,
 * under which the log has the whole.
 */
export function publicError(
  formatted: GraphQLFormattedError,
  error: unknown,
  log: Logger,
): GraphQLFormattedError {
  const place = { locations: formatted.locations, path: formatted.path };
  const cause = unwrapResolverError(error);
  const known = expected(cause);
  if (known) return { message: known.message, ...place, extensions: { ...known.extensions } };
  const code = formatted.extensions?.["code"];
  // Without a path nothing was executed: the text is graphql-js' own, about syntax, unknown fields or variables.
  const isAboutRequest = cause instanceof GraphQLError && cause.path === undefined;
  if (isAboutRequest && typeof code === "string" && REQUEST_CODES.has(code)) {
    return { message: formatted.message, ...place, extensions: { code: "BAD_USER_INPUT" } };
  }
  const requestId = randomUUID();
  log.error({ err: cause, requestId, path: formatted.path }, "unexpected error in a request");
  return {
    message:
      "Something unexpected failed on the server. Nothing was changed by this request unless it says so.",
    ...place,
    extensions: { code: "INTERNAL", requestId },
  };
}

/** The failure as an {@link ApiError}, when it is one of those that a client may see. */
export function expected(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  if (error instanceof CoreError) {
    const code = CORE_CODES[error.code];
    const field = error.field ?? (UPLOAD_FAULTS.has(error.code) ? "uploadId" : undefined);
    const hint = error.code === "BAD_IMAGES" ? ` ${SKIP_HINT}` : "";
    return code === "INTERNAL" ? null : new ApiError(code, `${error.message}${hint}`, field);
  }
  if (error instanceof AnalysesBusyError) return new ApiError("RATE_LIMITED", error.message);
  if (error instanceof ImportError) {
    return new ApiError(
      error.code === "CONFLICT" ? "CONFLICT" : "BAD_USER_INPUT",
      error.message,
      error.field,
    );
  }
  return null;
}
