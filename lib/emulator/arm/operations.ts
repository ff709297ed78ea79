import { randomBytes, randomUUID } from "node:crypto";
import type { FastifyReply } from "fastify";
import { caseFold } from "../../azure/case-fold";
import type { Context } from "../context";
import type { Operation } from "./operation";
import { NEVER, azureTime } from "./times";
import { operationNotFound } from "../errors/arm-errors";
import type { ErrorBody } from "../errors/service-error";

/**
 * The api-version in Azure Backup's links to the status of operations on jobs and on the fabric, for every api-version of the
 * request.
 */
export const STATUS_API_VERSION = "2019-05-13-preview";

/** Older operations are removed, so that a long run does not fill the memory. Azure removes them after some time too. */
const REMEMBERED = 20_000;

export interface OperationStart {
  /** @default - a GUID, as for most of Azure's operations */
  readonly id?: string;
  readonly resourceId: string;
  /** Duration in emulated seconds. */
  readonly seconds: number;
  readonly jobId?: string;
  /** The error with which it fails. */
  readonly error?: ErrorBody;
  readonly filter?: string;
  readonly findings?: Operation["findings"];
  readonly apiVersion?: string;
}

export function startOperation({ clock, state }: Context, { seconds, ...start }: OperationStart): Operation {
  const startTime = clock.now();
  const operation = { id: randomUUID(), ...start, startTime, endTime: startTime + seconds * 1000 };
  state.operations.set(operation.id, operation);
  state.operations.keepNewest(REMEMBERED);
  return operation;
}

/**
 * Returns the operation of a route.
 * @throws ServiceError if there is none for that resource or a resource below it
 */
export function findOperation({ state }: Context, id: string, resourceId: string): Operation {
  const operation = state.operations.get(id);
  const isThere = operation && `${caseFold(operation.resourceId)}/`.startsWith(`${caseFold(resourceId)}/`);
  if (!isThere) throw operationNotFound(id);
  return operation;
}

export function isRunning({ clock }: Context, operation: Operation): boolean {
  return clock.now() < operation.endTime;
}

/** Returns the body at the URL of `Azure-AsyncOperation`. */
export function operationStatus(context: Context, operation: Operation): Record<string, unknown> {
  const { id, startTime, endTime, jobId, error } = operation;
  const common = { id, name: id, startTime: azureTime(startTime) };
  if (isRunning(context, operation)) return { ...common, status: "InProgress", endTime: NEVER };
  if (error) return { ...common, endTime: azureTime(endTime), status: "Failed", error };
  const properties = jobId && { objectType: "OperationStatusJobExtendedInfo", jobId };
  // Azure returns the start time as the end time of an operation that has succeeded.
  return { ...common, endTime: azureTime(startTime), status: "Succeeded", ...(properties ? { properties } : {}) };
}

/** The URLs at which a client polls an operation, and how often. */
export interface OperationLinks {
  readonly status: string;
  readonly result?: string;
  readonly apiVersion: string;
  /**
   * The api-version of the status.
   * @default - `apiVersion`
   */
  readonly statusApiVersion?: string;
  /** Emulated seconds between two polls. If it is undefined, no `Retry-After` is sent. */
  readonly retryAfter?: number;
  /** Whether the links have a signature, as Azure Backup's links have. */
  readonly signed?: boolean;
}

/** Returns the URL of an id, encoded for a header: a resource group's name may have letters of any script. */
export function linkTo(origin: string, id: string): string {
  return `${origin}${encodeURI(id)}`;
}

export function sendOperationHeaders(reply: FastifyReply, { clock, origin }: Context, links: OperationLinks): void {
  const query = (apiVersion: string) => `?api-version=${apiVersion}${links.signed ? signature(clock.now()) : ""}`;
  reply.header("Azure-AsyncOperation", `${linkTo(origin, links.status)}${query(links.statusApiVersion ?? links.apiVersion)}`);
  if (links.result) reply.header("Location", `${linkTo(origin, links.result)}${query(links.apiVersion)}`);
  if (links.retryAfter !== undefined) reply.header("Retry-After", links.retryAfter);
}

const CERTIFICATE = randomBytes(2025).toString("base64url");

/** Returns a signature as long as Azure's, so that a client with a limit for URLs fails here as it would with Azure. */
function signature(now: number): string {
  const sign = randomBytes(256).toString("base64url");
  const hash = randomBytes(32).toString("base64url");
  return `&t=${Math.floor(now)}&c=${CERTIFICATE}&s=${sign}&h=${hash}`;
}
