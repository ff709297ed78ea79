import {
  createHttpHeaders,
  type HttpClient,
  type PipelineRequest,
  type PipelineResponse,
  RestError,
} from "@azure/core-rest-pipeline";
import { vmKeyOf } from "../../lib/azure/vm-item-name";
import type { Random } from "../support/random";
import type { Job, Service, Vm } from "./service";
import { type ProcessClock, type Simulation, unlessAborted } from "./simulation";

export const ARM = "https://arm.example";
export const VAULT_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv";
const NEVER = "0001-01-01T00:00:00";
const ANSWER_TIMEOUT_MS = 60_000;

/** The probabilities of the faults of a request. */
export interface Faults {
  readonly resetBefore: number;
  readonly resetAfter: number;
  readonly slow: number;
  readonly throttled: number;
  readonly failing: number;
  /** Requests that arrive nowhere, and are given up after a minute. */
  readonly hanging: number;
  /** Answers of the service that arrive as something else: a page of HTML, half of it, or what is no list. */
  readonly unreadable: number;
  /** Answers of a proxy, or of a page that wants somebody to sign in, instead of the service; by a clock of its own. */
  readonly proxied: number;
  /** Attempts to get a token that fail for the moment. */
  readonly withoutToken: number;
}

export const NO_FAULTS: Faults = {
  ...{ resetBefore: 0, resetAfter: 0, slow: 0, throttled: 0, failing: 0 },
  ...{ hanging: 0, unreadable: 0, proxied: 0, withoutToken: 0 },
};
const HTML = "<html><body>Sign in to the network</body></html>";
const RETENTION_DAYS = 30;

interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of JSON. */
  readonly text?: string;
  /** How far the clock of whoever answers is wrong, in milliseconds. */
  readonly skew?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The id of a VM's item, in the mixed case that Azure returns. */
export function itemIdOf(name: string): string {
  const vm = `iaasvmcontainerv2;rg-app;${name}`;
  return `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${vm}/protectedItems/VM;${vm}`;
}

/** The network between one process and the service, with faults. */
export class Network implements HttpClient {
  requests = 0;
  /** The most that were under way at once. */
  maxParallel = 0;
  /** The faults that its requests have met. */
  readonly met = new Set<keyof Faults>();
  private parallel = 0;
  private readonly began: number;

  constructor(
    private readonly process: { readonly name: string; readonly clock: ProcessClock },
    private readonly simulation: Simulation,
    private readonly service: Service,
    private readonly epoch: number,
    private readonly faults: Faults,
    private readonly random: Random,
    /** Tokens from before this time are refused. */
    private readonly tokensFrom: () => number,
  ) {
    this.began = simulation.time;
  }

  /** Whether a fault is met now. */
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
    if (!request.url.startsWith(`${ARM}/`)) throw this.wrong(`a request went to ${new URL(request.url).origin}`);
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
    const reply = this.proxied() ?? this.faultReply() ?? this.spoilt(this.reply(request));
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

  /** What the model of the service must never meet: the network would be blamed for an error that is thrown here. */
  private wrong(text: string): Error {
    this.service.needless.push(`${this.process.name}: ${text}`);
    return new Error(text);
  }

  /** What somebody on the way answers, whom the service never hears of. */
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

  /** An answer as it arrives: what the service did is done. */
  private spoilt(reply: Reply): Reply {
    const { random } = this;
    if (reply.status >= 300 || !this.meets("unreadable")) return reply;
    const text = JSON.stringify(reply.body ?? null);
    const half = text.slice(0, Math.floor(text.length / 2));
    const without = JSON.stringify({ ...(reply.body as object | undefined), value: undefined, properties: undefined });
    return { ...reply, text: random.pick(HTML, half, "null", "[]", without, '{"value":{}}') };
  }

  /** What is answered before the service itself sees the request. */
  private faultReply(): Reply | undefined {
    const { random } = this;
    if (this.meets("throttled")) {
      const at = new Date(this.epoch + this.simulation.time + 45_000).toUTCString();
      const retryAfter = random.pick<string | undefined>(undefined, "5", "60", "400", at);
      return { status: 429, ...(retryAfter === undefined ? {} : { headers: { "Retry-After": retryAfter } }) };
    }
    return this.meets("failing") ? { status: random.pick(500, 502, 503) } : undefined;
  }

  private reply(request: PipelineRequest): Reply {
    const token = Number(/^Bearer (\d+)$/.exec(request.headers.get("authorization") ?? "")?.[1] ?? -1);
    if (token < this.tokensFrom()) return refusal(401, "ExpiredAuthenticationToken");
    const url = new URL(request.url);
    const path = decodeURIComponent(url.pathname).slice(VAULT_ID.length);
    const [, collection = "", id] = path.split("/");
    if (request.method === "POST") {
      this.checkExpiry(request.body as string);
      return this.trigger(path, request.headers.get("x-ms-client-request-id") ?? "");
    }
    switch (collection) {
      case "backupProtectedItems":
        return this.page(
          url,
          this.service.vms.filter((vm) => vm.listedFrom <= this.simulation.time).map((vm) => this.item(vm)),
        );
      case "backupFabrics": {
        const vm = this.vmOf(path);
        return vm ? { status: 200, body: this.item(vm) } : refusal(404, "BMSUserErrorProtectedItemNotFound");
      }
      case "backupJobs":
        return id === undefined ? this.jobs(url) : this.job(id);
      case "backupOperations":
        return this.operation(id ?? "");
      default:
        throw this.wrong(`the model of the service does not know ${path}`);
    }
  }

  /** A backup is kept for so many days from the day that it is in Azure, whatever the clock of the machine says. */
  private checkExpiry(body: string): void {
    const { recoveryPointExpiryTimeInUTC: expiry } = (
      JSON.parse(body) as { properties: { recoveryPointExpiryTimeInUTC: string } }
    ).properties;
    const dayAfter = (time: number): string =>
      new Date(this.epoch + time + RETENTION_DAYS * 86_400_000).toISOString().slice(0, 10);
    const now = this.simulation.time;
    if (![dayAfter(now), dayAfter(now - ANSWER_TIMEOUT_MS)].includes(expiry.slice(0, 10))) {
      throw this.wrong(`a backup of ${dayAfter(now - RETENTION_DAYS * 86_400_000)} is kept until ${expiry}`);
    }
  }

  private trigger(path: string, activityId: string): Reply {
    const vm = this.vmOf(path.replace(/\/backup$/, ""));
    if (!vm) return refusal(404, "BMSUserErrorProtectedItemNotFound");
    const answer = this.service.start(vm, { at: this.simulation.time, activityId, by: this.process.name, since: this.began });
    if (answer.kind === "refused") return refusal(answer.status, answer.code);
    const signed = `${ARM}${itemIdOf(vm.name)}/operationsStatus/${answer.operation.id}?api-version=2025-02-01&t=1&s=signature`;
    return { status: 202, headers: { "Azure-AsyncOperation": signed } };
  }

  private vmOf(path: string): Vm | undefined {
    const name = /\/protectedItems\/([^/]+)$/i.exec(path)?.[1] ?? "";
    return this.service.vm(vmKeyOf(name).split(";").at(-1) ?? "");
  }

  private item(vm: Vm): unknown {
    const backedUp = this.service.showsBackedUp(vm, this.simulation.time);
    const inactive = vm.kind === "stopped" || vm.kind === "softDeleted";
    const properties = {
      friendlyName: vm.name,
      protectionState: inactive ? "ProtectionStopped" : backedUp ? "Protected" : "IRPending",
      lastBackupTime: "2001-01-01T00:00:00Z",
      ...(backedUp ? { lastRecoveryPoint: this.text(vm.kind === "backedUp" ? -86_400_000 : this.snapshotOf(vm)) } : {}),
      ...(vm.kind === "softDeleted" ? { isScheduledForDeferredDelete: true } : {}),
    };
    return { id: itemIdOf(vm.name), properties };
  }

  private snapshotOf(vm: Vm): number {
    return this.service.jobs.find((job) => job.vm === vm && job.outcome.ending === "Completed")?.snapshotAt ?? 0;
  }

  private jobs(url: URL): Reply {
    const filter = url.searchParams.get("$filter") ?? "";
    const value = (key: string): string | undefined => new RegExp(`${key} eq '([^']*)'`).exec(filter)?.[1];
    const [from, to] = ["startTime", "endTime"].map((key) => Date.parse(`${value(key) ?? ""} UTC`) - this.epoch);
    if (from === undefined || to === undefined || Number.isNaN(from + to)) throw this.wrong(`cannot read the filter ${filter}`);
    const now = this.simulation.time;
    const status = value("status");
    const jobs = this.service
      .listed(now)
      .filter((job) => job.start >= from && job.start <= to)
      .map((job) => this.jobBody(job, now < job.listedAsRunningUntil))
      .filter((body) => status === undefined || body.properties.status === status);
    return this.page(url, jobs);
  }

  private job(id: string): Reply {
    const job = this.service.job(id);
    if (!job) return refusal(404, "BMSUserErrorJobNotFound");
    const now = this.simulation.time;
    const running = now < job.end;
    const body = this.jobBody(job, running);
    const snapshot = now >= job.snapshotAt ? "Completed" : running ? "InProgress" : "Failed";
    const transfer = running ? (now >= job.snapshotAt ? "InProgress" : "NotStarted") : transferOf(job);
    const tasksList = [
      { taskId: "Take Snapshot", status: snapshot, endTime: NEVER },
      { taskId: "Transfer data to vault", status: transfer, endTime: NEVER },
    ];
    const errors =
      job.outcome.code === undefined || running ? [] : [{ errorCode: 0, errorTitle: job.outcome.code, errorString: "text" }];
    return {
      status: 200,
      body: {
        ...body,
        properties: { ...body.properties, extendedInfo: { tasksList, propertyBag: EXPIRY }, errorDetails: errors },
      },
    };
  }

  private jobBody(job: Job, running: boolean): { name: string; properties: { status: string } & Record<string, unknown> } {
    return {
      name: job.id,
      properties: {
        containerName: `iaasvmcontainerv2;RG-App;${job.vm.name}`,
        operation: "Backup",
        status: running ? "InProgress" : job.outcome.ending,
        startTime: this.text(job.start),
        ...(running ? {} : { endTime: this.text(job.end) }),
        activityId: job.activityId,
        actionsInfo: [1],
      },
    };
  }

  private operation(id: string): Reply {
    const operation = this.service.operations.get(id);
    if (!operation) return refusal(404, "BMSUserErrorOperationNotFound");
    if (this.simulation.time < operation.doneAt) return { status: 200, body: { status: "InProgress", endTime: NEVER } };
    if (operation.code !== undefined) {
      return { status: 200, body: { status: "Failed", error: { code: operation.code, message: "text" } } };
    }
    return { status: 200, body: { status: "Succeeded", properties: { jobId: operation.jobId } } };
  }

  private page(url: URL, elements: readonly unknown[]): Reply {
    const size = 7;
    const start = Number(url.searchParams.get("$skipToken") ?? 0);
    const next = new URL(url);
    next.searchParams.set("$skipToken", String(start + size));
    const nextLink = start + size < elements.length ? { nextLink: next.href } : {};
    return { status: 200, body: { value: elements.slice(start, start + size), ...nextLink } };
  }

  private text(time: number): string {
    return new Date(this.epoch + time).toISOString();
  }
}

/** The property that only on-demand backups have. */
const EXPIRY = { "Recovery Point Expiry Time in UTC": "12/31/2027 11:59:59 PM" };

function transferOf({ outcome }: Job): string {
  return outcome.ending === "Completed" ? "Completed" : "Failed";
}

function refusal(status: number, code: string): Reply {
  return { status, body: { error: { code, message: "text" } } };
}
