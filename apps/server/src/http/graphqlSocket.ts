import type { Server } from "node:http";
import {
  GraphQLError,
  type GraphQLFormattedError,
  type GraphQLSchema,
  getOperationAST,
  parse,
  validate,
} from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import type { ApiServices } from "../graphql/context.js";
import { publicError } from "../graphql/errors.js";
import { checkLimits } from "../graphql/limits.js";
import { requestContext } from "./graphqlHttp.js";
import { isAllowedOrigin } from "./origins.js";

/** A query text of ours has some thousand characters. */
const LARGEST_MESSAGE = 256 * 1024;

/** Subscriptions (and every other operation) over WebSocket on the path /graphql, protocol graphql-transport-ws. */
export function startGraphqlSocket(
  http: Server,
  schema: GraphQLSchema,
  services: ApiServices,
  origins: readonly string[],
): { stop(): Promise<void> } {
  const sockets = new WebSocketServer({
    server: http,
    path: "/graphql",
    maxPayload: LARGEST_MESSAGE,
    // Browsers let any page open a socket to any address, so the page is looked at here.
    verifyClient: ({ origin }: { origin?: string }) => isAllowedOrigin(origin, origins),
  });
  const server = useServer(
    {
      schema,
      context: ({ extra }) => requestContext(services, `http://${extra.request.headers.host ?? "127.0.0.1"}`),
      onSubscribe: (context, _id, payload) => {
        try {
          const document = parse(payload.query);
          const errors = validate(schema, document);
          if (errors.length > 0) return errors.map(asBadInput);
          const operation = getOperationAST(document, payload.operationName);
          if (!operation) return [new GraphQLError("Name the operation that is meant.", BAD_INPUT)];
          checkLimits(schema, document, operation, payload.variables ?? {});
          return {
            schema,
            document,
            operationName: payload.operationName,
            variableValues: payload.variables,
            contextValue: requestContext(
              services,
              `http://${context.extra.request.headers.host ?? "127.0.0.1"}`,
            ),
          };
        } catch (error) {
          return [
            error instanceof GraphQLError ? asBadInput(error) : new GraphQLError(String(error), BAD_INPUT),
          ];
        }
      },
      onError: (_context, _id, _payload, errors) => errors.map((error) => shown(error)),
      onNext: (_context, _id, _payload, _args, result) =>
        result.errors ? { ...result, errors: result.errors.map((error) => shown(error)) } : undefined,
    },
    sockets,
  );
  return { stop: async () => server.dispose() };

  function shown(error: GraphQLError | GraphQLFormattedError): GraphQLFormattedError {
    const formatted = error instanceof GraphQLError ? error.toJSON() : error;
    return publicError(formatted, error, services.log);
  }
}

const BAD_INPUT = { extensions: { code: "BAD_USER_INPUT" } };

/** Errors of the request itself keep their text; those that have a code already keep that, too. */
function asBadInput(error: GraphQLError): GraphQLError {
  if (error.extensions["code"] !== undefined) return error;
  const { message, nodes, source, positions, path } = error;
  return new GraphQLError(message, { nodes, source, positions, path, ...BAD_INPUT });
}
