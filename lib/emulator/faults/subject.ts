import type { FastifyRequest } from "fastify";
import { pathOf, readable } from "../app";
import type { FaultSubject } from "./fault-table";

/** A request as faults are matched against it. */
export function subjectOf(request: FastifyRequest): FaultSubject {
  return { method: request.method, path: readable(pathOf(request.url)).replace(/\/{2,}/g, "/") };
}
