import { randomBytes, randomUUID } from "node:crypto";
import type { FastifyReply } from "fastify";
import { fold } from "../../azure/resource-id";
import type { Context } from "../context";
import { ArmError, type ErrorBody } from "./error";
import { NEVER, azureTime } from "./times";

/** A long-running operation: what it will come to is settled when it starts, and shown once its time has come. */
export interface Operation {
  readonly id: string;
  /** The id of the resource it works on. */
  readonly resourceId: string;
  readonly startTime: number;
  readonly endTime: number;
  /** The job that the operation has started. */
  readonly jobId?: string;
  readonly error?: ErrorBody;
  /** The jobs that it exports. */
  readonly filter?: string;
}

/** Azure forgets operations after a while, and so a long run does not fill the memory. */
const REMEMBERED = 20_000;

export interface OperationStart {
  readonly resourceId: string;
  /** How long it takes, in emulated seconds. */
  readonly seconds: number;
  readonly jobId?: string;
  /** What it fails with. */
  readonly error?: ErrorBody;
  readonly filter?: string;
}

export function startOperation({ clock, state }: Context, { seconds, ...start }: OperationStart): Operation {
  const startTime = clock.now();
  const operation = { id: randomUUID(), ...start, startTime, endTime: startTime + seconds * 1000 };
  state.operations.set(operation.id, operation);
  state.operations.keepNewest(REMEMBERED);
  return operation;
}

/** The operation of a route, or Azure's refusal where there is none on that resource, or under it. */
export function findOperation({ state }: Context, id: string, resourceId: string): Operation {
  const operation = state.operations.get(id);
  const isThere = operation && `${fold(operation.resourceId)}/`.startsWith(`${fold(resourceId)}/`);
  if (!isThere) throw new ArmError(404, "OperationNotFound", `The operation '${id}' could not be found.`);
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
  const ended = { ...common, endTime: azureTime(endTime) };
  if (error) return { ...ended, status: "Failed", error };
  const properties = jobId && { objectType: "OperationStatusJobExtendedInfo", jobId };
  return { ...ended, status: "Succeeded", ...(properties ? { properties } : {}) };
}

/** Where the client of an operation looks, and how often. */
export interface OperationLinks {
  readonly status: string;
  readonly result?: string;
  readonly apiVersion: string;
  /** Seconds of emulated time between two looks; without, no `Retry-After` is sent. */
  readonly retryAfter?: number;
  /** Whether the links carry the signature that Azure Backup adds to its own. */
  readonly signed?: boolean;
}

export function sendOperationHeaders(reply: FastifyReply, { clock, origin }: Context, links: OperationLinks): void {
  const query = `?api-version=${links.apiVersion}${links.signed ? signature(clock.now()) : ""}`;
  reply.header("Azure-AsyncOperation", `${origin}${links.status}${query}`);
  if (links.result) reply.header("Location", `${origin}${links.result}${query}`);
  if (links.retryAfter !== undefined) reply.header("Retry-After", links.retryAfter);
}

const CERTIFICATE = randomBytes(2025).toString("base64url");

/** As long as Azure's, which has clients that log, or limit, URLs find out here. */
function signature(now: number): string {
  const sign = randomBytes(256).toString("base64url");
  const hash = randomBytes(32).toString("base64url");
  return `&t=${Math.floor(now)}&c=${CERTIFICATE}&s=${sign}&h=${hash}`;
}
