import type { FastifyRequest } from "fastify";
import { pathOf, readable } from "../request-path";
import type { FaultTarget } from "./fault-table";

/** Returns the fault target of a request. */
export function targetOfRequest(request: FastifyRequest): FaultTarget {
  return { method: request.method, path: readable(pathOf(request.url)).replace(/\/{2,}/g, "/") };
}
