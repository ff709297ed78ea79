import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from "@azure/core-rest-pipeline";
import type { Random } from "../support/random";
import type { Service } from "./service";
import { unlessAborted } from "../support/virtual-time";
import type { Simulation } from "./simulation";
import { ANSWER_TIMEOUT_MS, Api, ARM, type Process, type Reply } from "./api";

/** The probabilities of the faults of a request. */
export interface Faults {
  readonly resetBefore: number;
  readonly resetAfter: number;
  readonly slow: number;
  readonly throttled: number;
  readonly failing: number;
  /** Requests that never arrive, and end after a minute. */
  readonly hanging: number;
  /** Answers of the service that arrive as HTML, cut off, or as JSON without a list. */
  readonly unreadable: number;
  /** Answers of a proxy or a sign-in page in place of the service, with another clock. */
  readonly proxied: number;
  /** Attempts to get a token that fail temporarily. */
  readonly withoutToken: number;
}

export const NO_FAULTS: Faults = {
  ...{ resetBefore: 0, resetAfter: 0, slow: 0, throttled: 0, failing: 0 },
  ...{ hanging: 0, unreadable: 0, proxied: 0, withoutToken: 0 },
};
const HTML = "<html><body>Sign in to the network</body></html>";
/** The network between one process and the service, with faults. */
export class Network implements HttpClient {
  requests = 0;
  /** The largest number of simultaneous requests. */
  maxParallel = 0;
  /** The faults that its requests have met. */
  readonly met = new Set<keyof Faults>();
  private parallel = 0;
  private readonly api: Api;

  constructor(
    private readonly process: Process,
    private readonly simulation: Simulation,
    service: Service,
    private readonly epoch: number,
    private readonly faults: Faults,
    private readonly random: Random,
    tokensFrom: () => number,
  ) {
    this.api = new Api(process, simulation, service, epoch, tokensFrom);
  }

  /** Draws whether a fault happens now. */
  meets(fault: keyof Faults): boolean {
    if (!this.random.chance(this.faults[fault])) return false;
    this.met.add(fault);
    return true;
  }

  async sendRequest(request: PipelineRequest): Promise<PipelineResponse> {
    this.requests++;
    this.maxParallel = Math.max(this.maxParallel, ++this.parallel);
    try {
      return await unlessAborted(request.abortSignal as AbortSignal | undefined, this.exchange(request));
    } finally {
      this.parallel--;
    }
  }

  private async exchange(request: PipelineRequest): Promise<PipelineResponse> {
    const { random, simulation } = this;
    const { clock } = this.process;
    if (!request.url.startsWith(`${ARM}/`)) throw this.api.wrong(`a request went to ${new URL(request.url).origin}`);
    await clock.stillAlive();
    await simulation.sleep(random.between(20, 400));
    // A request that was being sent when the process died may or may not arrive.
    if (clock.dead && random.chance(0.5)) await clock.stillAlive();
    if (this.meets("resetBefore")) throw new RestError("socket hang up", { code: "ECONNRESET" });
    if (this.meets("hanging")) {
      await simulation.sleep(ANSWER_TIMEOUT_MS);
      await clock.stillAlive();
      throw new RestError("no answer within 60 s", { code: "ETIMEDOUT" });
    }
    const reply = this.proxied() ?? this.faultReply() ?? this.spoilt(this.api.reply(request));
    if (this.meets("slow")) {
      await simulation.sleep(ANSWER_TIMEOUT_MS);
      await clock.stillAlive();
      throw new RestError("no answer within 60 s", { code: "ETIMEDOUT" });
    }
    await simulation.sleep(random.between(20, 600));
    await clock.stillAlive();
    if (this.meets("resetAfter")) throw new RestError("read ECONNRESET", { code: "ECONNRESET" });
    return {
      request,
      status: reply.status,
      headers: createHttpHeaders({
        Date: new Date(this.epoch + simulation.time + (reply.skew ?? 0)).toUTCString(),
        ...reply.headers,
      }),
      bodyAsText: reply.text ?? (reply.body === undefined ? "" : JSON.stringify(reply.body)),
    };
  }

  /** Returns the answer of a proxy, which does not forward the request. */
  private proxied(): Reply | undefined {
    const { random } = this;
    if (!this.meets("proxied")) return undefined;
    const skew = random.pick(0, 5 * 3_600_000, -26 * 3_600_000);
    const page = { text: HTML, headers: { "Content-Type": "text/html" }, skew };
    return random.pick<Reply>(
      { ...page, status: 407 },
      { ...page, status: 502 },
      { ...page, status: 200 },
      { ...page, status: 302, headers: { ...page.headers, Location: "https://portal.example/login" } },
    );
  }

  /** Returns an answer as it arrives. The service has done the work in any case. */
  private spoilt(reply: Reply): Reply {
    const { random } = this;
    if (reply.status >= 300 || !this.meets("unreadable")) return reply;
    const text = JSON.stringify(reply.body ?? null);
    const half = text.slice(0, Math.floor(text.length / 2));
    const without = JSON.stringify({ ...(reply.body as object | undefined), value: undefined, properties: undefined });
    return { ...reply, text: random.pick(HTML, half, "null", "[]", without, '{"value":{}}') };
  }

  /** Returns an error of the front end, which does not forward the request. */
  private faultReply(): Reply | undefined {
    const { random } = this;
    if (this.meets("throttled")) {
      const at = new Date(this.epoch + this.simulation.time + 45_000).toUTCString();
      const retryAfter = random.pick<string | undefined>(undefined, "5", "60", "400", at);
      return { status: 429, ...(retryAfter === undefined ? {} : { headers: { "Retry-After": retryAfter } }) };
    }
    return this.meets("failing") ? { status: random.pick(500, 502, 503) } : undefined;
  }
}
