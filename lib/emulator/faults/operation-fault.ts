import type { FastifyRequest } from "fastify";
import type { Context } from "../context";
import { targetOfRequest } from "./request-target";
import type { ErrorBody } from "../errors/service-error";
import { jobError } from "../errors/job-errors";

/** Returns the error with which the operation of an accepted request fails, or undefined if it succeeds. */
export function operationError({ state }: Context, request: FastifyRequest): ErrorBody | undefined {
  const fault = state.faults.take("operation", targetOfRequest(request));
  if (!fault) return undefined;
  request.fault = "operation";
  const { code, message } = jobError(fault.code);
  return { code, message: fault.message ?? message };
}
