import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  decompressResponsePolicy,
  type HttpClient,
  type Pipeline,
  type PipelineResponse,
  setClientRequestIdPolicy,
  userAgentPolicy,
} from "@azure/core-rest-pipeline";
import { HookError } from "../hook-error";
import { excerptOf, harmless } from "../outgoing/foreign-text";
import { keepSecret } from "../outgoing/secrets";
import { RunEnded } from "../run-ended";
import { VERSION } from "../version";
import { withinTime } from "./abortable";
import { ArmError } from "./arm-error";
import { AnswerTooLarge, bodyTextOf, EVERY_STATUS } from "./answer-body";
import { JsonOverLimit, parseForeignJson } from "./foreign-json";
import { terraformNetwork } from "./network";
import { PROXY_REFUSED } from "./proxy-agent";
import { untrustedAdvice } from "./trusted-authorities";

/** The time limit of one answer, in real milliseconds. After it the answer counts as lost. */
const ANSWER_TIMEOUT_MS = 60_000;
const EXCERPT_LENGTH = 80;

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  /** The start of an error message, such as "cannot sign in". */
  readonly about: string;
  /** The Azure RBAC action that the request needs. */
  readonly action?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Form fields, sent instead of a JSON body. */
  readonly form?: Readonly<Record<string, string>>;
  /** Whether plain HTTP is allowed, as for a managed identity endpoint on this machine. @default false */
  readonly plainHttp?: boolean;
  /** Whether the caller can continue without the answer. @default false */
  readonly optional?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
  /** The parsed JSON body; undefined if there is none. */
  readonly body: unknown;
  /** A description of a body that is not JSON, for an error message. */
  readonly unreadable?: string | undefined;
  /** Whether the answer is unreadable because it exceeds a limit of size or depth. */
  readonly isOverLimit?: boolean;
  /** The number of characters in the body. */
  readonly size?: number;
}

/**
 * Sends a request and returns the answer with any status. Throws an {@link ArmError} if no answer came. Rejects as soon as the request's
 * signal is aborted.
 */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * Creates the pipeline of a request. It sends a request once, because the caller decides about retries. It follows no redirect, so that no
 * token goes to another host.
 */
export function pipelineWithoutRetries({ proxied = true } = {}): Pipeline {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(terraformNetwork(process.env, { proxied }));
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: `azure-vm-backup/${VERSION}` }));
  pipeline.addPolicy(setClientRequestIdPolicy());
  return pipeline;
}

/** Node's own HTTP client. All pipelines share it and its connections. */
let defaultClient: HttpClient | undefined;

/** Returns a function that sends through a pipeline with the given HTTP client, or with Node's own. */
export function sendThrough(pipeline: Pipeline, httpClient = (defaultClient ??= createDefaultHttpClient())): Send {
  return async (request) => {
    const { about, signal } = request;
    const late = (): Error =>
      new ArmError(about, { code: "ETIMEDOUT", detail: `${hostOf(request)} (no answer within ${ANSWER_TIMEOUT_MS / 1_000} s)` });
    try {
      return await withinTime(ANSWER_TIMEOUT_MS, late, signal, async (abortSignal) => {
        const unread = new AbortController();
        const sent = toPipelineRequest(request, AbortSignal.any([abortSignal, unread.signal]));
        const response = await pipeline.sendRequest(httpClient, sent);
        try {
          return answerOf(response, await bodyTextOf(response));
        } catch (error) {
          // Closes the connection, so that the rest is not received.
          unread.abort();
          if (error instanceof AnswerTooLarge) return tooLarge(response, error);
          throw error;
        }
      });
    } catch (error) {
      if (error instanceof RunEnded) throw new RunEnded(error.endCause, hostOf(request));
      if (error instanceof ArmError || error instanceof HookError) throw error;
      if (error === signal?.reason || !(error instanceof Error)) throw error;
      throw networkFailure(request, error);
    }
  };
}

function toPipelineRequest(request: HttpRequest, abortSignal: AbortSignal): ReturnType<typeof createPipelineRequest> {
  for (const secret of secretsOf(request)) keepSecret(secret);
  const pipelineRequest = createPipelineRequest({
    url: request.url,
    method: request.method,
    headers: createHttpHeaders({ Accept: "application/json", ...request.headers }),
    allowInsecureConnection: request.plainHttp ?? false,
    abortSignal,
    streamResponseStatusCodes: EVERY_STATUS,
  });
  if (request.body !== undefined) {
    pipelineRequest.headers.set("Content-Type", "application/json");
    pipelineRequest.body = JSON.stringify(request.body);
  }
  if (request.form) {
    pipelineRequest.headers.set("Content-Type", "application/x-www-form-urlencoded");
    pipelineRequest.body = new URLSearchParams(request.form).toString();
  }
  return pipelineRequest;
}

/** Returns the secrets in a request: an answer may echo them. */
function secretsOf({ headers = {}, form = {} }: HttpRequest): (string | undefined)[] {
  return [headers["Authorization"]?.replace(/^Bearer /, ""), form["client_secret"], form["client_assertion"]];
}

function answerOf({ status, headers }: PipelineResponse, text: string): HttpAnswer {
  const size = text.length;
  if (text.trim() === "") return { status, headers, size, body: undefined };
  try {
    return { status, headers, size, body: parseForeignJson(text) };
  } catch (error) {
    if (error instanceof JsonOverLimit) return tooLarge({ status, headers }, error);
    const type = harmless(headers.get("Content-Type") ?? "no content type");
    const start = excerptOf(text, EXCERPT_LENGTH);
    const unreadable = `expected JSON, got ${JSON.stringify(type)} of ${size} characters: ${JSON.stringify(start)}`;
    return { status, headers, size, body: undefined, unreadable };
  }
}

function tooLarge({ status, headers }: Pick<PipelineResponse, "status" | "headers">, { message }: Error): HttpAnswer {
  return { status, headers, body: undefined, unreadable: message, isOverLimit: true };
}

function hostOf({ url }: HttpRequest): string {
  return new URL(url).host;
}

/** Node's error codes for rejected certificates. A retry does not help. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|INVALID_CA|HOSTNAME_MISMATCH/;
/** Node's error codes for certificates from an untrusted issuer. */
const UNKNOWN_ISSUER = /SELF_SIGNED|UNABLE_TO|UNTRUSTED|INVALID_CA|CERT_REJECTED|CERT_SIGNATURE_FAILURE/;
/** How long an unknown host name is retried, in milliseconds: DNS changes take time to spread. */
const UNKNOWN_HOST_MS = 60_000;

/** The error for a missing answer, with Node's message unless that contains a URL. */
function networkFailure(request: HttpRequest, error: Error): ArmError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const reason = message.includes("://") ? code || "connection failed" : harmless(message);
  const detail = `${hostOf(request)} (${reason})`;
  if (CERTIFICATE.test(code)) {
    return new ArmError(request.about, { code, detail: `${detail}; ${certificateAdvice(code)}`, permanent: true });
  }
  if (code === PROXY_REFUSED) return new ArmError(request.about, { code, detail, permanent: true });
  // Node refuses to send such a request, for example with a line break in a header. A retry does not help.
  if (error instanceof TypeError) return new ArmError(request.about, { code, detail, permanent: true, notSent: true });
  return new ArmError(request.about, { code, detail, ...(code === "ENOTFOUND" ? { retryForMs: UNKNOWN_HOST_MS } : {}) });
}

function certificateAdvice(code: string): string {
  if (/CERTIFICATE_REQUIRED/.test(code))
    return "the host asks for a client certificate, which Azure does not: check whether a proxy or firewall answers in its place";
  if (UNKNOWN_ISSUER.test(code)) return untrustedAdvice(process.env);
  if (/EXPIRED|NOT_YET_VALID/.test(code))
    return "check the clock of this machine, and the certificate of the host or of the proxy";
  return "check the name of the host, and whether a proxy or firewall answers in its place";
}
