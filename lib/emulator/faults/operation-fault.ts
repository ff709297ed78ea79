import type { FastifyRequest } from "fastify";
import type { ErrorBody } from "../arm/error";
import type { Context } from "../context";
import { jobError } from "../recovery-services/jobs/job-errors";
import { targetOfRequest } from "./request-target";

/** What the operation of a request is to fail with after it was accepted, or undefined where it is to succeed. */
export function operationError({ state }: Context, request: FastifyRequest): ErrorBody | undefined {
  const fault = state.faults.take("operation", targetOfRequest(request));
  if (!fault) return undefined;
  request.fault = "operation";
  const { code, message } = jobError(fault.code);
  return { code, message: fault.message ?? message };
}
