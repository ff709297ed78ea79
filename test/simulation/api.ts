import type { PipelineRequest } from "@azure/core-rest-pipeline";
import { vmKeyOf } from "../../lib/azure/vm-item-name";
import type { Job, Service, Vm } from "./service";
import type { ProcessClock } from "../support/virtual-time";
import type { Simulation } from "./simulation";

export const ARM = "https://arm.example";
export const VAULT_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv";
export const ANSWER_TIMEOUT_MS = 60_000;
const NEVER = "0001-01-01T00:00:00";
const RETENTION_DAYS = 30;

/** A process that sends requests. */
export interface Process {
  readonly name: string;
  readonly clock: ProcessClock;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  /** The body, if it is not JSON. */
  readonly text?: string;
  /** The error of the clock of the sender, in milliseconds. */
  readonly skew?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The id of a VM's item, in the mixed case that Azure returns. */
export function itemIdOf(name: string): string {
  const vm = `iaasvmcontainerv2;rg-app;${name}`;
  return `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${vm}/protectedItems/VM;${vm}`;
}

/** The answers of Azure Resource Manager to one process, without faults. */
export class Api {
  private readonly began: number;

  constructor(
    private readonly process: Process,
    private readonly simulation: Simulation,
    private readonly service: Service,
    private readonly epoch: number,
    /** Returns the time before which tokens are refused. */
    private readonly tokensFrom: () => number,
  ) {
    this.began = simulation.time;
  }

  reply(request: PipelineRequest): Reply {
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

  /** Checks that a backup is kept for the number of days from Azure's day, not from the machine's. */
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

  /** Returns an error about a request that no process may send, and records it, since the process would blame the network. */
  wrong(text: string): Error {
    this.service.needless.push(`${this.process.name}: ${text}`);
    return new Error(text);
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
