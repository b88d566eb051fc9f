/** Sends one operation to the API and gives its data. */
export type GraphqlClient = <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>;

interface Answer<Data> {
  data?: Data | null;
  errors?: { message: string }[];
}

/** @param url address of the API, as http://127.0.0.1:4000/graphql */
export function createGraphqlClient(url: string): GraphqlClient {
  return async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    const answer = (await response.json()) as Answer<Data>;
    if (answer.errors !== undefined || answer.data === undefined || answer.data === null) {
      const messages = answer.errors?.map((error) => error.message).join("; ");
      throw new Error(messages ?? `The API answered with status ${response.status} and no data.`);
    }
    return answer.data;
  };
}

/**
 * Waits until an address answers with a status below 500.
 *
 * @throws {Error} when it has not within `limitMs`
 */
export async function untilAnswering(url: string, limitMs: number, signal: AbortSignal): Promise<void> {
  const end = Date.now() + limitMs;
  let problem = "no answer";
  while (Date.now() < end) {
    signal.throwIfAborted();
    try {
      const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(5000)]) });
      await response.arrayBuffer();
      if (response.status < 500) return;
      problem = `status ${response.status}`;
    } catch (error) {
      const cause = (error as { cause?: { message?: string } }).cause;
      problem = cause?.message ?? (error as Error).message;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} did not become ready in ${limitMs / 1000} s: ${problem}`);
}
