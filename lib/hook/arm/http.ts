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
import { AnswerTooLarge, bodyTextOf } from "./answer-body";
import { JsonOverLimit, parseForeignJson } from "./foreign-json";
import { terraformsNetwork } from "./network";
import { untrustedAdvice } from "./trusted-authorities";

/** How long one answer may take, in real milliseconds: after that it is taken for lost. */
const ANSWER_TIMEOUT_MS = 60_000;
const EXCERPT_LENGTH = 80;

export interface HttpRequest {
  readonly method: "GET" | "POST";
  readonly url: string;
  /** What is being done, as the start of an error's sentence. */
  readonly about: string;
  /** The action of Azure's role-based access control that the request needs. */
  readonly action?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Sent as a form instead of a JSON body. */
  readonly form?: Readonly<Record<string, string>>;
  /** Whether the URL may be one without TLS, as that of a managed identity's endpoint on the machine itself is. @default false */
  readonly plainHttp?: boolean;
  /** Whether there is a way without the answer. @default false */
  readonly optional?: boolean;
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
  /** The JSON of the answer, undefined if it has none. */
  readonly body: unknown;
  /** What came instead of JSON, for an error's sentence. */
  readonly unreadable?: string | undefined;
  /** Whether the answer is unreadable because it is larger, or deeper, than any that is read. */
  readonly isOverLimit?: boolean;
  /** Characters of the body. */
  readonly size?: number;
}

/**
 * Sends a request; returns the answer, whatever its status, or throws an {@link ArmError} if none came. It settles when the request's
 * signal is aborted, whatever the connection does.
 */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * What every request goes through on its way. It sends a request once: its caller decides what is repeated, and when. It follows no
 * redirect either: a token never follows a header to another host.
 */
export function onceOnlyPipeline({ proxied = true } = {}): Pipeline {
  const pipeline = createEmptyPipeline();
  pipeline.addPolicy(terraformsNetwork(process.env, { proxied }));
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: `azure-vm-backup/${VERSION}` }));
  pipeline.addPolicy(setClientRequestIdPolicy());
  return pipeline;
}

/** Node's own HTTP client. There is one, so that requests of all pipelines share its connections. */
let nodesClient: HttpClient | undefined;

/** Sends through a pipeline, over the wire given or Node's own HTTP client. */
export function sendThrough(pipeline: Pipeline, httpClient = (nodesClient ??= createDefaultHttpClient())): Send {
  return async (request) => {
    const { about, signal } = request;
    const late = (): Error =>
      new ArmError(about, { code: "ETIMEDOUT", detail: `${hostOf(request)} (no answer within ${ANSWER_TIMEOUT_MS / 1_000} s)` });
    try {
      return await withinTime(ANSWER_TIMEOUT_MS, late, signal, async (abortSignal) => {
        const unread = new AbortController();
        const sent = pipelineRequest(request, AbortSignal.any([abortSignal, unread.signal]));
        const response = await pipeline.sendRequest(httpClient, sent);
        try {
          return answerOf(response, await bodyTextOf(response));
        } catch (error) {
          // Closes the connection, over which the rest would arrive.
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

function pipelineRequest(request: HttpRequest, abortSignal: AbortSignal): ReturnType<typeof createPipelineRequest> {
  for (const secret of secretsOf(request)) keepSecret(secret);
  const made = createPipelineRequest({
    url: request.url,
    method: request.method,
    headers: createHttpHeaders({ Accept: "application/json", ...request.headers }),
    allowInsecureConnection: request.plainHttp ?? false,
    abortSignal,
    // Read here, up to a limit.
    streamResponseStatusCodes: new Set([Number.POSITIVE_INFINITY]),
  });
  if (request.body !== undefined) {
    made.headers.set("Content-Type", "application/json");
    made.body = JSON.stringify(request.body);
  }
  if (request.form) {
    made.headers.set("Content-Type", "application/x-www-form-urlencoded");
    made.body = new URLSearchParams(request.form).toString();
  }
  return made;
}

/** What of a request is a secret: whoever answers may echo it. */
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

/** Node's codes of certificates that are not accepted: no repetition helps. */
const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|INVALID_CA|HOSTNAME_MISMATCH/;
/** Those of certificates whose issuer is not trusted. */
const UNKNOWN_ISSUER = /SELF_SIGNED|UNABLE_TO|UNTRUSTED|INVALID_CA|CERT_REJECTED|CERT_SIGNATURE_FAILURE/;
/** For how long a host that has no address is asked for again: names may take some time to spread. */
const UNKNOWN_HOST_MS = 60_000;

/** Why no answer came, in Node's words, unless they quote a URL. */
function networkFailure(request: HttpRequest, error: Error): ArmError {
  const { code = "", message } = error as NodeJS.ErrnoException;
  const reason = message.includes("://") ? code || "connection failed" : harmless(message);
  const detail = `${hostOf(request)} (${reason})`;
  if (CERTIFICATE.test(code)) {
    return new ArmError(request.about, { code, detail: `${detail}; ${certificateAdvice(code)}`, permanent: true });
  }
  // What Node does not even send, such as a header with a line break, is never sent by repeating it.
  if (error instanceof TypeError) return new ArmError(request.about, { code, detail, permanent: true, notSent: true });
  return new ArmError(request.about, { code, detail, ...(code === "ENOTFOUND" ? { retryForMs: UNKNOWN_HOST_MS } : {}) });
}

function certificateAdvice(code: string): string {
  if (UNKNOWN_ISSUER.test(code)) return untrustedAdvice(process.env);
  if (/EXPIRED|NOT_YET_VALID/.test(code))
    return "check the clock of this machine, and the certificate of the host or of the proxy";
  return "check the name of the host, and whether a proxy or firewall answers in its place";
}
