import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { createClient } from "graphql-ws";
import { webSocketUrl } from "./apiUrl";

/** A client of the API: queries and mutations by HTTP, subscriptions by WebSocket (in the browser only). */
export function makeApiClient(apiUrl: string): ApolloClient {
  const http = new HttpLink({ uri: apiUrl });
  const link =
    typeof WebSocket === "undefined" || typeof window === "undefined"
      ? http
      : ApolloLink.split(
          ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
          new GraphQLWsLink(createClient({ url: webSocketUrl(apiUrl), retryAttempts: 3 })),
          http,
        );
  return new ApolloClient({
    link,
    cache: new InMemoryCache({
      possibleTypes: { Node: ["Model", "ImageSet", "Run", "Mask", "MaskEvaluation", "MaskStudy"] },
      typePolicies: {
        Run: { fields: { progress: { merge: true } } },
        MaskEvaluation: {
          fields: {
            progress: { merge: true },
            masked: { merge: true },
            maskedMinusRandom: { merge: true },
          },
        },
        MaskStudy: { fields: { progress: { merge: true } } },
        IndexMap: { fields: { summary: { merge: true }, checkpoint: { merge: true } } },
      },
    }),
    devtools: { enabled: false },
  });
}
