import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";

/** A failed request in words for a person: what happened, whether anything is lost, what to do. */
export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly advice: string;
  /** The argument at fault, when the API names it. */
  readonly field: string | null;
}

const SAFE = "Nothing is lost: runs and results are kept by the server.";

/** Reads an error that the API client threw. */
export function describeProblem(error: unknown, apiUrl: string): Problem {
  if (CombinedGraphQLErrors.is(error)) {
    const first = error.errors[0];
    const code = String(first?.extensions?.["code"] ?? "INTERNAL");
    const field = first?.extensions?.["field"];
    const requestId = first?.extensions?.["requestId"];
    const known: Record<string, readonly [string, string]> = {
      NOT_FOUND: ["This does not exist", "It may have been deleted, or the link is incomplete."],
      CONFLICT: ["That is not possible now", "Reload to see the present state."],
      FORBIDDEN: ["You may not do this", "Ask an administrator for the right."],
      UNAUTHENTICATED: ["You are not signed in", "Use an API token that is still valid."],
      BAD_USER_INPUT: ["The request was refused", "Change what is named above and try again."],
    };
    const [title, advice] = known[code] ?? [
      "The server failed to answer",
      "Try again; if it stays, look into the server's log.",
    ];
    const reference = requestId ? ` Look for ${String(requestId)} in the server's log.` : "";
    return {
      code,
      title,
      detail: first?.message ?? error.message,
      advice: `${advice}${reference}`,
      field: typeof field === "string" ? field : null,
    };
  }
  if (ServerError.is(error)) {
    return {
      code: "HTTP",
      title: "The server answered with an error",
      detail: `HTTP status ${error.statusCode} from ${apiUrl}.`,
      advice: `${SAFE} Try again in a moment.`,
      field: null,
    };
  }
  return {
    code: "NETWORK",
    title: "The API cannot be reached",
    detail: `No answer from ${apiUrl}.`,
    advice: `${SAFE} Check that the server is up and that UNITSCOPE_API_URL is its address as this browser sees it.`,
    field: null,
  };
}
