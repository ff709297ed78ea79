import type { FastifyInstance, FastifyRequest } from "fastify";
import { CONTROL } from "./admin/path";
import { contentTypeNotAllowed, hostNotAllowed, originNotAllowed } from "./errors/emulator-errors";
import { pathOf } from "./request-path";

declare module "fastify" {
  interface FastifyRequest {
    /** Whether the request was refused because a page of another site may have caused it. */
    isForeign: boolean;
  }
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;
const READS = new Set(["GET", "HEAD", "OPTIONS"]);
const TOKEN_ENDPOINT = /\/oauth2(?:\/v2\.0)?\/token\/?$/i;
const JSON_TYPE = /^(?:text\/json|application\/(?:[\w.-]+\+)?json)\s*(?:;|$)/i;
const FORM_TYPE = /^application\/x-www-form-urlencoded\s*(?:;|$)/i;

/**
 * Refuses requests that a page of another site makes the browser send. The host must be a loopback name, because another name can
 * be made to resolve to this machine. A browser's request must come from the emulator's own page. The Content-Type must be one
 * that a browser sends to another site only after a preflight request. A request without a Content-Type is accepted, because a
 * browser sends no such request to another site without an Origin. A refused request is not in the journal, and faults do not
 * apply to it.
 */
export function refuseForeignRequests(app: FastifyInstance): void {
  app.decorateRequest("isForeign", false);
  app.addHook("onRequest", (request, _reply, next) => {
    const refusal = refusalOf(request);
    request.isForeign = refusal !== undefined;
    next(refusal);
  });
}

function refusalOf(request: FastifyRequest): Error | undefined {
  const { host = "", origin, "content-type": type } = request.headers;
  if (!LOOPBACK.test(host)) return hostNotAllowed(host);
  if (origin !== undefined && origin.toLowerCase() !== `https://${host.toLowerCase()}`) return originNotAllowed(origin);
  if (isOfAnotherSite(request)) return originNotAllowed("another site");
  if (type === undefined || READS.has(request.method)) return undefined;
  const expected = TOKEN_ENDPOINT.test(pathOf(request.url)) ? FORM_TYPE : JSON_TYPE;
  return expected.test(type) ? undefined : contentTypeNotAllowed(type);
}

/** Whether a browser reports that another site caused the request. A link to the emulator's page or its data is allowed. */
function isOfAnotherSite({ headers, method, url }: FastifyRequest): boolean {
  const site = headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return false;
  const path = pathOf(url);
  return !(method === "GET" && headers["sec-fetch-mode"] === "navigate" && (path === "/" || path.startsWith(CONTROL)));
}
