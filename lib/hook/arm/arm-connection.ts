import type { HttpClient } from "@azure/core-rest-pipeline";
import type { Clock } from "../clock";
import type { Cloud } from "../sign-in/cloud";
import type { TokenSource } from "../sign-in/token-source";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { ForeignId, page, read, UnreadableAnswer } from "./answer-schema";
import { ArmError, errorOf } from "./arm-error";
import { reportingTime } from "./azure-time";
import { type HttpAnswer, type HttpRequest, pipelineWithoutRetries, type Send, sendThrough } from "./http";
import { operationIdIn } from "./operation-id";
import { PageTrail } from "./page-trail";
import { isPlainPath } from "./plain-path";
import { foreignAnswer, refusalOf } from "./refused-answer";
import { reportingWaits } from "./wait-reports";
import { retryMissingRole, retryAfterOf, type RetryPolicy, retryTransient } from "./retry";

export interface ArmConnectionOptions {
  readonly cloud: Cloud;
  readonly tokens: TokenSource;
  /** The clock that measures the waits between retries. */
  readonly clock: Clock;
  /** Ends reads and their retries when aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Ends requests that change something when aborted. @default - `signal` */
  readonly writeSignal?: AbortSignal | undefined;
  /** Called with the time in each answer of Azure. */
  readonly onTime?: ((azureTime: Date) => void) | undefined;
  /**
   * Whether a role may have been assigned only minutes ago. Then a 403 is retried, until the first request that changes something succeeds.
   */
  readonly roleMayBeNew?: boolean | undefined;
  readonly print?: ((line: string) => void) | undefined;
  /** The end of the whole run, in milliseconds of the clock. Nothing is retried after it. @default - never */
  readonly deadline?: number | undefined;
  /** The HTTP client. @default - Node's own HTTP client */
  readonly httpClient?: HttpClient | undefined;
}

/** One request to a path of Azure Resource Manager. */
export interface ArmRequest {
  readonly path: string;
  readonly apiVersion: string;
  /** The start of an error message, such as "cannot read vault 'v'". */
  readonly about: string;
  /** The Azure RBAC action that the request needs. */
  readonly action?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Whether the caller can continue without the answer. Then a missing role is not retried. @default false */
  readonly optional?: boolean;
}

/** Reads the needed fields of an answer's body. @throws UnreadableAnswer if the body does not match the API */
export type Reader<T> = (body: unknown) => T;

/** A signed-in connection to Azure Resource Manager. It sends its token to that origin only, even if an answer names another one. */
export class ArmConnection {
  private readonly once: Send;
  private readonly policy: RetryPolicy;
  private readonly written = { any: false };

  constructor(private readonly options: ArmConnectionOptions) {
    const { clock, signal, roleMayBeNew = false, print = () => undefined, deadline = Infinity } = options;
    const waitsForRole = (): boolean => roleMayBeNew && !this.written.any;
    this.once = retryMissingRole(this.signedIn(), clock, { print, deadline, waitsForRole });
    this.policy = { clock, signal, deadline, note: print };
  }

  /** Sends a GET. Returns undefined if Azure answers 404. */
  async get<T>(request: ArmRequest, reader: Reader<T>, policy?: Partial<RetryPolicy>): Promise<T | undefined> {
    return this.repeated(policy, async () => {
      const answer = await this.send("GET", request, this.urlOf(request));
      if (answer.status === 404 && answer.unreadable === undefined) return undefined;
      return this.readOf(request, answer, reader);
    });
  }

  /** Returns every element of a list, page by page. Elements for which the reader returns undefined are left out. */
  async list<T>(request: ArmRequest, reader: Reader<T | undefined>, policy?: Partial<RetryPolicy>): Promise<T[]> {
    const found: T[] = [];
    const first = this.urlOf(request);
    const trail = new PageTrail(request.about, first);
    for (let url: string | undefined = first; url !== undefined;) {
      const current: string = url;
      const { elements, next, size } = await this.repeated(policy, async () => {
        const answer = await this.send("GET", request, current);
        return this.readOf(request, answer, (body) => {
          const { value, nextLink } = read(page, body);
          return { elements: value.map(reader), next: nextLink, size: answer.size ?? 0 };
        });
      });
      for (const element of elements) if (element !== undefined) found.push(element);
      url = trail.next(current, next, size);
    }
    return found;
  }

  /** Sends a POST that changes nothing. It is retried like a GET. The reader also gets the headers of the answer. */
  async postQuery<T>(
    request: ArmRequest,
    body: unknown,
    reader: (body: unknown, headers: HttpAnswer["headers"]) => T,
  ): Promise<T> {
    return this.repeated(undefined, async () => {
      const answer = await this.send("POST", request, this.urlOf(request), { body });
      return this.readOf(request, answer, (received) => reader(received, answer.headers));
    });
  }

  /** Reads the result of an operation: undefined while it still runs, with another status from 200 to 299 than 200. */
  async getResult<T>(request: ArmRequest, reader: Reader<T>, policy?: Partial<RetryPolicy>): Promise<T | undefined> {
    return this.repeated(policy, async () => {
      const answer = await this.send("GET", request, this.urlOf(request));
      const isPending = answer.status > 200 && answer.status < 300 && answer.unreadable === undefined;
      return isPending ? undefined : this.readOf(request, answer, reader);
    });
  }

  /** Sends a POST that changes something, once. Returns the successful answer. */
  async post(request: ArmRequest, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    return this.change("POST", request, { ...(headers && { headers }), ...(body === undefined ? {} : { body }) });
  }

  /** Sends a PUT or a PATCH, which may be repeated, until it is answered. Returns the successful answer. */
  async write(method: "PUT" | "PATCH", request: ArmRequest, body: unknown, policy?: Partial<RetryPolicy>): Promise<HttpAnswer> {
    return this.repeated(policy, () => this.change(method, request, { body }));
  }

  /** Sends a DELETE, which may be repeated, until it is answered. A resource that does not exist counts as deleted. */
  async delete(request: ArmRequest, policy?: Partial<RetryPolicy>): Promise<void> {
    try {
      await this.repeated(policy, () => this.change("DELETE", request));
    } catch (error) {
      if (!(error instanceof ArmError) || error.status !== 404 || error.unreadable) throw error;
    }
  }

  /** Returns this connection with other limits, such as for a clean-up after the end of the run. */
  withLimits(limits: Pick<ArmConnectionOptions, "signal" | "deadline">): ArmConnection {
    return new ArmConnection({ ...this.options, ...limits, writeSignal: limits.signal });
  }

  /** Returns the id of the operation that a header's URL names; undefined if the URL is not of this endpoint. */
  operationIdOf(url: string | undefined): string | undefined {
    return operationIdIn(url, this.options.cloud.resourceManager);
  }

  private async change(
    method: HttpRequest["method"],
    request: ArmRequest,
    more: Pick<HttpRequest, "headers" | "body"> = {},
  ): Promise<HttpAnswer> {
    const { tokens, writeSignal, signal, clock } = this.options;
    // Nothing is sent yet, so a failure to sign in may be repeated.
    await this.repeated(undefined, () => tokens.get(signal));
    const answer = await this.send(method, request, this.urlOf(request), { ...more, signal: writeSignal ?? signal });
    succeeded(request, answer, clock);
    this.written.any = true;
    return answer;
  }

  private repeated<T>(policy: Partial<RetryPolicy> | undefined, read: () => Promise<T>): Promise<T> {
    return retryTransient(read, { ...this.policy, ...policy });
  }

  private send(
    method: HttpRequest["method"],
    { about, action, optional = false }: ArmRequest,
    url: string,
    more: Pick<HttpRequest, "headers" | "body" | "signal"> = {},
  ): Promise<HttpAnswer> {
    return this.once({ method, url, about, action, optional, signal: this.options.signal, ...more });
  }

  /** Adds the token. Azure does not act on a request that it answers with 401, so one more attempt with a new token is safe. */
  private signedIn(): Send {
    const { tokens, onTime, httpClient, print = () => undefined } = this.options;
    const send = reportingTime(reportingWaits(sendThrough(pipelineWithoutRetries(), httpClient), print), onTime);
    const withToken = async (request: HttpRequest): Promise<HttpAnswer> => {
      const Authorization = `Bearer ${await tokens.get(request.signal)}`;
      return send({ ...request, headers: { ...request.headers, Authorization } });
    };
    return async (request) => {
      const answer = await withToken(request);
      if (answer.status !== 401 || !(await tokens.renew(answer.headers.get("WWW-Authenticate")))) return answer;
      return withToken(request);
    };
  }

  private readOf<T>(request: ArmRequest, answer: HttpAnswer, reader: Reader<T>): T {
    const { clock } = this.options;
    succeeded(request, answer, clock);
    const refusal = refusalOf(request.about, answer);
    if (refusal) throw refusal;
    if (answer.status !== 200) throw unreadable(request, answer, "expected status 200 with a body");
    if (answer.unreadable !== undefined) throw unreadable(request, answer, answer.unreadable);
    try {
      return reader(answer.body);
    } catch (error) {
      if (error instanceof ForeignId) throw foreignAnswer(request.about, error.message);
      if (error instanceof UnreadableAnswer) throw unreadable(request, answer, error.message);
      throw error;
    }
  }

  private urlOf({ about, path, apiVersion, query }: ArmRequest): string {
    if (!isPlainPath(path)) {
      throw new HookError(
        ExitCode.badInput,
        `${about}: '${path}' is not a path of Azure Resource Manager; check the ids and names`,
      );
    }
    const url = new URL(`${this.options.cloud.resourceManager}${path}`);
    for (const [name, value] of Object.entries({ "api-version": apiVersion, ...query })) url.searchParams.set(name, value);
    return url.href.replaceAll("+", "%20");
  }
}

/**  @throws ArmError if the status is not from 200 to 299 */
function succeeded(request: ArmRequest, answer: HttpAnswer, clock: Clock): HttpAnswer {
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  const { about, action } = request;
  const refusal = refusalOf(about, answer);
  if (refusal) throw refusal;
  const retryAfterMs = retryAfterOf(answer, clock);
  const { code, detail } =
    answer.unreadable === undefined ? errorOf(answer.body) : { code: undefined, detail: answer.unreadable };
  const unreadable = answer.unreadable !== undefined;
  throw new ArmError(about, { status, code, detail, retryAfterMs, action, unreadable });
}

function unreadable({ about, action }: ArmRequest, { status }: HttpAnswer, detail: string): ArmError {
  return new ArmError(about, { status, code: "UnreadableAnswer", detail, action, unreadable: true });
}
