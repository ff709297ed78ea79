import type { HttpClient } from "@azure/core-rest-pipeline";
import type { Clock } from "../clock";
import type { Cloud } from "../sign-in/cloud";
import type { TokenSource } from "../sign-in/token-source";
import { ExitCode } from "../../contract/exit-code";
import { HookError } from "../hook-error";
import { ForeignId, page, read, UnreadableAnswer } from "./answer-schema";
import { ArmError, errorOf } from "./arm-error";
import { tellingTime } from "./azure-time";
import { type HttpAnswer, type HttpRequest, onceOnlyPipeline, type Send, sendThrough } from "./http";
import { operationIdIn } from "./operation-id";
import { PageTrail } from "./page-trail";
import { isPlainPath } from "./plain-path";
import { foreignAnswer, refusalOf } from "./refused-answer";
import { tellingSilence } from "./silence";
import { awaitingRole, retryAfterOf, type RetryPolicy, retryTransient } from "./retry";

export interface ArmConnectionOptions {
  readonly cloud: Cloud;
  readonly tokens: TokenSource;
  /** What waits between retries are measured by. */
  readonly clock: Clock;
  /** Gives up reads and their retries if aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Gives up what changes something if aborted. @default - `signal` */
  readonly writeSignal?: AbortSignal | undefined;
  /** Told the time that Azure gives with an answer. */
  readonly onTime?: ((azureTime: Date) => void) | undefined;
  /** Whether a role may have been assigned only minutes ago: a 403 is waited out until the first request that changes something. */
  readonly roleMayBeNew?: boolean | undefined;
  readonly print?: ((line: string) => void) | undefined;
  /** When the whole run is over, in milliseconds of the clock: nothing is repeated after that. @default - never */
  readonly deadline?: number | undefined;
  /** The wire itself. @default - Node's own HTTP client */
  readonly httpClient?: HttpClient | undefined;
}

/** One request, by its path below Azure Resource Manager. */
export interface ArmRequest {
  readonly path: string;
  readonly apiVersion: string;
  /** What is being done, as the start of an error's sentence. */
  readonly about: string;
  /** The action of Azure's role-based access control that it needs. */
  readonly action?: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Whether there is a way without the answer, so that no role is waited for. @default false */
  readonly optional?: boolean;
}

/** Reads what is needed of an answer's body. @throws UnreadableAnswer if it is not what the API says */
export type Reader<T> = (body: unknown) => T;

/** Azure Resource Manager, signed in to. A token goes to its origin and to no other, whatever an answer says. */
export class ArmConnection {
  private readonly once: Send;
  private readonly policy: RetryPolicy;
  private readonly written = { any: false };

  constructor(private readonly options: ArmConnectionOptions) {
    const { clock, signal, roleMayBeNew = false, print = () => undefined, deadline = Infinity } = options;
    const stillWaits = (): boolean => roleMayBeNew && !this.written.any;
    this.once = awaitingRole(this.signedIn(), clock, { print, deadline, stillWaits });
    this.policy = { clock, signal, deadline, note: print };
  }

  /** What it reads of what is there; undefined if Azure answers 404. */
  async get<T>(request: ArmRequest, reader: Reader<T>, policy?: Partial<RetryPolicy>): Promise<T | undefined> {
    return this.repeated(policy, async () => {
      const answer = await this.send("GET", request, this.urlOf(request));
      if (answer.status === 404 && answer.unreadable === undefined) return undefined;
      return this.readOf(request, answer, reader);
    });
  }

  /** Every element of a list, page by page. An element that its reader leaves out is undefined. */
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

  /** What it reads of the answer to a POST that changes nothing, which is repeated like a GET. */
  async ask<T>(request: ArmRequest, body: unknown, reader: Reader<T>): Promise<T> {
    return this.repeated(undefined, async () =>
      this.readOf(request, await this.send("POST", request, this.urlOf(request), { body }), reader),
    );
  }

  /** The answer to one GET, whatever its success, as that of an operation which is not over yet. */
  async look(request: ArmRequest, policy?: Partial<RetryPolicy>): Promise<HttpAnswer> {
    return this.repeated(policy, async () =>
      succeeded(request, await this.send("GET", request, this.urlOf(request)), this.options.clock),
    );
  }

  /** Sends what changes something, once; returns its successful answer. */
  async post(request: ArmRequest, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    const { tokens, writeSignal, signal, clock } = this.options;
    // Nothing is sent yet, so a failure to sign in may be repeated.
    await this.repeated(undefined, () => tokens.get(signal));
    const answer = await this.send("POST", request, this.urlOf(request), {
      ...(headers && { headers }),
      ...(body === undefined ? {} : { body }),
      signal: writeSignal ?? signal,
    });
    succeeded(request, answer, clock);
    this.written.any = true;
    return answer;
  }

  /** The operation that a header of an answer leads to; undefined if it leads to none of this endpoint. */
  operationIdOf(url: string | undefined): string | undefined {
    return operationIdIn(url, this.options.cloud.resourceManager);
  }

  private repeated<T>(policy: Partial<RetryPolicy> | undefined, read: () => Promise<T>): Promise<T> {
    return retryTransient(read, { ...this.policy, ...policy });
  }

  private send(
    method: "GET" | "POST",
    { about, action, optional = false }: ArmRequest,
    url: string,
    more: Pick<HttpRequest, "headers" | "body" | "signal"> = {},
  ): Promise<HttpAnswer> {
    return this.once({ method, url, about, action, optional, signal: this.options.signal, ...more });
  }

  /** Signs requests in. Azure acts on nothing that it answers 401 to, so one more attempt with a new token is no repetition. */
  private signedIn(): Send {
    const { tokens, onTime, httpClient, print = () => undefined } = this.options;
    const send = tellingTime(tellingSilence(sendThrough(onceOnlyPipeline(), httpClient), print), onTime);
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
    if (answer.status !== 200) throw unreadable(request, answer, "expected 200 with what was asked for");
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
      throw new HookError(ExitCode.badInput, `${about}: '${path}' is no path of Azure Resource Manager; check the ids and names`);
    }
    const url = new URL(`${this.options.cloud.resourceManager}${path}`);
    for (const [name, value] of Object.entries({ "api-version": apiVersion, ...query })) url.searchParams.set(name, value);
    return url.href.replaceAll("+", "%20");
  }
}

/** @throws ArmError if the answer is no success */
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
