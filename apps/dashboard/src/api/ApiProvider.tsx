"use client";

import { ApolloProvider } from "@apollo/client/react";
import { createContext, type ReactNode, useContext, useState } from "react";
import { makeApiClient } from "./client";

const ApiUrlContext = createContext("");

/** Address of the GraphQL API that this page talks to. */
export function useApiUrl(): string {
  return useContext(ApiUrlContext);
}

export function ApiProvider({ apiUrl, children }: { readonly apiUrl: string; readonly children: ReactNode }) {
  const [client] = useState(() => makeApiClient(apiUrl));
  return (
    <ApiUrlContext.Provider value={apiUrl}>
      <ApolloProvider client={client}>{children}</ApolloProvider>
    </ApiUrlContext.Provider>
  );
}
