import {
  createDefaultHttpClient,
  createEmptyPipeline,
  createHttpHeaders,
  createPipelineRequest,
  decompressResponsePolicy,
  type HttpClient,
  isRestError,
  type Pipeline,
  type PipelinePolicy,
  type PipelineResponse,
  proxyPolicy,
  RestError,
  setClientRequestIdPolicy,
  userAgentPolicy,
} from "@azure/core-rest-pipeline";
import { VERSION } from "../version";
import { ArmError } from "./arm-error";

/** How long one answer may take, in real milliseconds: what no answer has come to by then is lost. */
const ANSWER_TIMEOUT_MS = 60_000;

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
  readonly signal?: AbortSignal | undefined;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: { get(name: string): string | undefined };
  readonly body: unknown;
}

/** Sends a request; the answer is whatever status came, an {@link ArmError} where none did. */
export type Send = (request: HttpRequest) => Promise<HttpAnswer>;

/**
 * What every request goes through on its way. It sends a request once: what may be repeated, and when, is for its caller to say.
 * There is no redirect in it either: a token never follows a header to another host.
 */
export function onceOnlyPipeline({ proxied = true } = {}): Pipeline {
  const pipeline = createEmptyPipeline();
  if (proxied) pipeline.addPolicy(proxyPolicy());
  pipeline.addPolicy(decompressResponsePolicy());
  pipeline.addPolicy(userAgentPolicy({ userAgentPrefix: `azure-vm-backup/${VERSION}` }));
  pipeline.addPolicy(setClientRequestIdPolicy());
  pipeline.addPolicy(timeOut(), { afterPhase: "Sign" });
  return pipeline;
}

/** Sends through a pipeline, over the wire given or Node's own HTTP client. */
export function sendThrough(pipeline: Pipeline, httpClient: HttpClient = createDefaultHttpClient()): Send {
  return async (request) => {
    const pipelineRequest = createPipelineRequest({
      url: request.url,
      method: request.method,
      headers: createHttpHeaders({ Accept: "application/json", ...request.headers }),
      allowInsecureConnection: request.plainHttp ?? false,
      ...(request.signal ? { abortSignal: request.signal } : {}),
    });
    if (request.body !== undefined) {
      pipelineRequest.headers.set("Content-Type", "application/json");
      pipelineRequest.body = JSON.stringify(request.body);
    }
    if (request.form) {
      pipelineRequest.headers.set("Content-Type", "application/x-www-form-urlencoded");
      pipelineRequest.body = new URLSearchParams(request.form).toString();
    }
    try {
      const response = await pipeline.sendRequest(httpClient, pipelineRequest);
      return { status: response.status, headers: response.headers, body: jsonOf(response) };
    } catch (error) {
      if (!isRestError(error)) throw error;
      throw new ArmError(request.about, { code: error.code, detail: `${new URL(request.url).host} (${networkDetail(error)})` });
    }
  };
}

/**
 * Gives up an answer that does not come, as a failure of the network. The HTTP client's own time-out reports as if somebody had
 * aborted, and its timer keeps the process alive after a connection has failed.
 */
function timeOut(): PipelinePolicy {
  return {
    name: "timeOut",
    sendRequest: async (request, next) => {
      const given = request.abortSignal as AbortSignal | undefined;
      const late = new AbortController();
      const timer = setTimeout(() => {
        late.abort();
      }, ANSWER_TIMEOUT_MS).unref();
      try {
        request.abortSignal = given ? AbortSignal.any([given, late.signal]) : late.signal;
        return await next(request);
      } catch (error) {
        if (!late.signal.aborted || given?.aborted) throw error;
        throw new RestError(`no answer within ${ANSWER_TIMEOUT_MS / 1_000} s`, { code: "ETIMEDOUT", request });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

function jsonOf(response: PipelineResponse): unknown {
  if (!response.bodyAsText) return undefined;
  try {
    return JSON.parse(response.bodyAsText) as unknown;
  } catch {
    return undefined;
  }
}

/** The failure in Node's words, unless they quote a URL. */
function networkDetail(error: RestError): string {
  return error.message.includes("://") ? (error.code ?? "connection failed") : error.message;
}
