import { bearerTokenAuthenticationPolicy, type HttpClient } from "@azure/core-rest-pipeline";
import type { TokenCredential } from "@azure/core-auth";
import type { Clock } from "../clock";
import type { Cloud } from "../sign-in/cloud";
import { ArmError, errorOf } from "./arm-error";
import { type HttpAnswer, type HttpRequest, onceOnlyPipeline, type Send, sendThrough } from "./http";
import { awaitingRole, repeatingReads, retryAfterOf, timeOf } from "./retry";
import { asObject, asArray, asString } from "./json";

export interface ArmConnectionOptions {
  readonly cloud: Cloud;
  readonly credential: TokenCredential;
  /** Makes a credential anew, one that remembers no token: for when Azure calls a token expired that is not by this machine's clock. */
  readonly renewCredential?: (() => Promise<TokenCredential>) | undefined;
  /** What waits between retries are counted by. */
  readonly clock: Clock;
  /** Gives up reads, and their retries, when aborted; what changes something is always waited for. */
  readonly signal?: AbortSignal | undefined;
  /** Told the time that Azure gives with an answer. */
  readonly onTime?: ((azureTime: Date) => void) | undefined;
  /** Whether a role may have been assigned only minutes ago: a 403 is waited out until the first request that changes something. */
  readonly roleMayBeNew?: boolean | undefined;
  readonly print?: ((line: string) => void) | undefined;
  /** When the whole run is over, in milliseconds of the clock: nothing is repeated after that. @default - never */
  readonly giveUpAt?: number | undefined;
  /** The wire itself. @default - Node's own HTTP client */
  readonly httpClient?: HttpClient | undefined;
}

/** One request, by its path below Azure Resource Manager or by a link that an answer gave. */
export interface ArmRequest {
  readonly path: string;
  readonly apiVersion: string;
  /** What is being done, as the start of an error's sentence. */
  readonly about: string;
  /** The action of Azure's role-based access control that it needs. */
  readonly action?: string;
  readonly query?: Readonly<Record<string, string>>;
}

/** Azure Resource Manager, signed in to. A token goes to its origin and to no other, whatever an answer says. */
export class ArmConnection {
  private readonly read: Send;
  private readonly write: Send;
  private signedIn: Send;
  private changedSomething = false;

  constructor(private readonly options: ArmConnectionOptions) {
    this.signedIn = this.signedInBy(options.credential);
    const once = this.awaitingRole(this.renewing((request) => this.signedIn(request)));
    this.read = repeatingReads(once, options.clock, options.giveUpAt);
    this.write = once;
  }

  /** The body of what is there; undefined where Azure answers 404, or that there is nothing (yet) by 202 and 204. */
  async get(request: ArmRequest): Promise<unknown> {
    const answer = await this.reading(request, this.urlOf(request));
    if ([202, 204, 404].includes(answer.status)) return undefined;
    if (answer.status !== 200) throw refusal(request, answer);
    return answer.body;
  }

  /** Every element of a list, page by page. */
  async list<T>(request: ArmRequest, parse: (element: unknown) => T | undefined): Promise<T[]> {
    const found: T[] = [];
    const seen = new Set<string>();
    for (let url: string | undefined = this.urlOf(request); url !== undefined && !seen.has(url);) {
      seen.add(url);
      const answer = await this.reading(request, url);
      if (answer.status !== 200) throw refusal(request, answer);
      const page = asObject(answer.body);
      for (const element of asArray(page["value"])) {
        const parsed = parse(element);
        if (parsed !== undefined) found.push(parsed);
      }
      const next = asString(page["nextLink"]);
      url = next === undefined ? undefined : this.ofOurOrigin(next);
    }
    return found;
  }

  /** Sends what changes something, once; the answer is a success, or an {@link ArmError} is thrown. */
  async post(request: ArmRequest, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<HttpAnswer> {
    const { about, action } = request;
    const answer = await this.write({
      method: "POST",
      url: this.urlOf(request),
      about,
      action,
      ...(headers && { headers }),
      ...(body === undefined ? {} : { body }),
    });
    if (answer.status < 200 || answer.status >= 300) throw refusal(request, answer);
    this.changedSomething = true;
    return answer;
  }

  private reading({ about, action }: ArmRequest, url: string): Promise<HttpAnswer> {
    return this.read({ method: "GET", url, about, action, signal: this.options.signal });
  }

  private signedInBy(credential: TokenCredential): Send {
    const pipeline = onceOnlyPipeline();
    pipeline.addPolicy(bearerTokenAuthenticationPolicy({ credential, scopes: this.options.cloud.scope }), { phase: "Sign" });
    const send = sendThrough(pipeline, this.options.httpClient);
    return async (request) => {
      const answer = await send(request);
      const time = timeOf(answer.headers.get("Date"));
      if (time) this.options.onTime?.(time);
      return answer;
    };
  }

  /** Azure acts on nothing that it answers 401 to, so that one more attempt, with a new token, is no repetition. */
  private renewing(send: Send): Send {
    return async (request: HttpRequest) => {
      const answer = await send(request);
      if (answer.status !== 401 || !this.options.renewCredential) return answer;
      this.signedIn = this.signedInBy(await this.options.renewCredential());
      return send(request);
    };
  }

  private awaitingRole(send: Send): Send {
    const { clock, roleMayBeNew = false, print = () => undefined, giveUpAt = Infinity } = this.options;
    return awaitingRole(send, clock, { print, giveUpAt, stillWaits: () => roleMayBeNew && !this.changedSomething });
  }

  private urlOf({ path, apiVersion, query }: ArmRequest): string {
    const url = new URL(this.ofOurOrigin(`${this.options.cloud.resourceManager}${path}`));
    for (const [name, value] of Object.entries({ "api-version": apiVersion, ...query })) url.searchParams.set(name, value);
    return url.href.replaceAll("+", "%20");
  }

  private ofOurOrigin(url: string): string {
    const expected = new URL(this.options.cloud.resourceManager).origin;
    if (URL.canParse(url) && new URL(url).origin === expected) return url;
    throw new ArmError("will not follow Azure to another host", {
      code: "ForeignLink",
      detail: `an answer of ${expected} links to ${URL.canParse(url) ? new URL(url).origin : "what is no URL"}`,
    });
  }
}

function refusal({ about, action }: ArmRequest, answer: HttpAnswer): ArmError {
  const { status } = answer;
  return new ArmError(about, { status, ...errorOf(answer.body), retryAfterMs: retryAfterOf(answer), action });
}
