const DEFAULT_API_URL = "http://127.0.0.1:4000/graphql";

/** Address of the GraphQL API as the browser reaches it. Server side only: reads UNITSCOPE_API_URL. */
export function apiUrlFromEnvironment(): string {
  return process.env.UNITSCOPE_API_URL || DEFAULT_API_URL;
}

/** The same address for subscriptions: http becomes ws, https becomes wss. */
export function webSocketUrl(apiUrl: string): string {
  return apiUrl.replace(/^http/, "ws");
}
