import { ApolloServer, type ApolloServerPlugin } from "@apollo/server";
import { ApolloServerPluginLandingPageDisabled } from "@apollo/server/plugin/disabled";
import { expressMiddleware } from "@as-integrations/express5";
import type { Request, RequestHandler } from "express";
import type { GraphQLSchema } from "graphql";
import type { Logger } from "pino";
import type { ApiContext, ApiServices } from "../graphql/context.js";
import { publicError } from "../graphql/errors.js";
import { checkLimits } from "../graphql/limits.js";
import { createLoaders } from "../graphql/loaders.js";

/** GraphQL over HTTP, ready to be mounted. */
export interface GraphqlHttp {
  readonly handler: RequestHandler;
  stop(): Promise<void>;
}

/** Starts the server for queries and mutations. */
export async function startGraphqlHttp(schema: GraphQLSchema, services: ApiServices): Promise<GraphqlHttp> {
  const { log } = services;
  const server = new ApolloServer<ApiContext>({
    schema,
    introspection: true,
    includeStacktraceInErrorResponses: false,
    // The processes stop it themselves, in their own order.
    stopOnTerminationSignals: false,
    logger: apolloLogger(log),
    formatError: (formatted, error) => publicError(formatted, error, log),
    plugins: [ApolloServerPluginLandingPageDisabled(), limits(schema)],
  });
  await server.start();
  const handler = expressMiddleware(server, {
    context: async ({ req }) => requestContext(services, baseUrlOf(req)),
  });
  return { handler, stop: () => server.stop() };
}

/** The context of one request, with loaders of its own. */
export function requestContext(services: ApiServices, baseUrl: string): ApiContext {
  return { ...services, baseUrl, loaders: createLoaders(services.db) };
}

function limits(schema: GraphQLSchema): ApolloServerPlugin<ApiContext> {
  return {
    requestDidStart: async () => ({
      didResolveOperation: async ({ document, operation, request }) => {
        if (operation) checkLimits(schema, document, operation, request.variables ?? {});
      },
    }),
  };
}

function baseUrlOf(request: Request): string {
  return `${request.protocol}://${request.get("host") ?? "127.0.0.1"}`;
}

/** Apollo's own messages, none of which a person needs to see. */
function apolloLogger(log: Logger) {
  const at = (level: "debug" | "warn" | "error") => (message?: unknown) =>
    log[level]({ apollo: true }, String(message));
  return { debug: at("debug"), info: at("debug"), warn: at("warn"), error: at("error") };
}
