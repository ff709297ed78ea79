import { randomBytes, randomUUID } from "node:crypto";
import type { FastifyReply } from "fastify";
import { caseFold } from "../../azure/case-fold";
import type { Context } from "../context";
import type { Operation } from "./operation";
import { NEVER, azureTime } from "./times";
import { operationNotFound } from "../errors/arm-errors";
import type { ErrorBody } from "../errors/service-error";

/** What Azure Backup asks for the status of operations on a vault's jobs and on its fabric with, whatever it was asked with itself. */
export const STATUS_API_VERSION = "2019-05-13-preview";

/** Azure forgets operations after a while, and so a long run does not fill the memory. */
const REMEMBERED = 20_000;

export interface OperationStart {
  /** @default - a GUID, as most of Azure's are */
  readonly id?: string;
  readonly resourceId: string;
  /** How long it takes, in emulated seconds. */
  readonly seconds: number;
  readonly jobId?: string;
  /** What it fails with. */
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

/** The operation of a route, or Azure's refusal if there is none on that resource, or under it. */
export function findOperation({ state }: Context, id: string, resourceId: string): Operation {
  const operation = state.operations.get(id);
  const isThere = operation && `${caseFold(operation.resourceId)}/`.startsWith(`${caseFold(resourceId)}/`);
  if (!isThere) throw operationNotFound(id);
  return operation;
}

export function isRunning({ clock }: Context, operation: Operation): boolean {
  return clock.now() < operation.endTime;
}

/** The body that `Azure-AsyncOperation` leads to. */
export function operationStatus(context: Context, operation: Operation): Record<string, unknown> {
  const { id, startTime, endTime, jobId, error } = operation;
  const common = { id, name: id, startTime: azureTime(startTime) };
  if (isRunning(context, operation)) return { ...common, status: "InProgress", endTime: NEVER };
  if (error) return { ...common, endTime: azureTime(endTime), status: "Failed", error };
  const properties = jobId && { objectType: "OperationStatusJobExtendedInfo", jobId };
  // Once it has succeeded, Azure gives the time it started at as that of its end too.
  return { ...common, endTime: azureTime(startTime), status: "Succeeded", ...(properties ? { properties } : {}) };
}

/** Where the client of an operation looks, and how often. */
export interface OperationLinks {
  readonly status: string;
  readonly result?: string;
  readonly apiVersion: string;
  /**
   * The api-version of the status.
   * @default - `apiVersion`
   */
  readonly statusApiVersion?: string;
  /** Seconds of emulated time between two looks; without, no `Retry-After` is sent. */
  readonly retryAfter?: number;
  /** Whether the links carry the signature that Azure Backup adds to its own. */
  readonly signed?: boolean;
}

/** The URL of an id, as a header can hold it: names of resource groups may have letters of any script. */
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

/** As long as Azure's, which has clients that log, or limit, URLs find out here. */
function signature(now: number): string {
  const sign = randomBytes(256).toString("base64url");
  const hash = randomBytes(32).toString("base64url");
  return `&t=${Math.floor(now)}&c=${CERTIFICATE}&s=${sign}&h=${hash}`;
}
