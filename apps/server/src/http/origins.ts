import type { RequestHandler } from "express";

/**
 * Is this request from a page that may call the API? Requests that no web page sent (curl, a pipeline) carry no origin
 * and pass; a page of another site is refused, also for requests that browsers send without asking first.
 */
export function isAllowedOrigin(origin: string | undefined, allowed: readonly string[]): boolean {
  return origin === undefined || allowed.includes(origin);
}

/** Refuses requests of foreign pages with 403. */
export function refuseForeignOrigins(allowed: readonly string[]): RequestHandler {
  return (request, response, next) => {
    if (isAllowedOrigin(request.headers.origin, allowed)) return next();
    response.status(403).json({
      error: `The page at ${request.headers.origin} may not call this API. Allowed pages are set by UNITSCOPE_ORIGINS.`,
    });
  };
}
