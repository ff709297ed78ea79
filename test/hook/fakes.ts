import type { BackupOptions, BackupContext } from "../../lib/hook/backup-now/backup-context";
import type { Clock } from "../../lib/hook/clock";
import type { BackupJob } from "../../lib/hook/vault/backup-job";
import type { ProtectedItem } from "../../lib/hook/vault/protected-item";
import { type JobQuery, matchesQuery } from "../../lib/hook/vault/job-filter";
import type { BackupPolicy } from "../../lib/hook/vault/backup-policy";
import type { BackupOperation, BackupTrigger, BackupVault } from "../../lib/hook/vault/vault-client";

export const VAULT_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.RecoveryServices/vaults/rsv-app";
export const START = new Date("2026-11-20T10:00:00Z");

export function itemId(vmName: string, resourceGroup = "rg-app"): string {
  const name = `iaasvmcontainerv2;${resourceGroup};${vmName}`;
  return `${VAULT_ID}/backupFabrics/Azure/protectionContainers/IaasVMContainer;${name}/protectedItems/VM;${name}`;
}

export function item(vmName: string, overrides: Partial<ProtectedItem> = {}): ProtectedItem {
  return {
    id: itemId(vmName),
    vmKey: `iaasvmcontainerv2;rg-app;${vmName}`,
    vmName,
    protectionState: "IRPending",
    softDeleted: false,
    classic: false,
    lastRecoveryPoint: undefined,
    lastBackupStatus: "",
    policyId: undefined,
    policyName: undefined,
    vmId: undefined,
    lastBackup: undefined,
    health: undefined,
    deletedIn: undefined,
    ...overrides,
  };
}

export function job(vmName: string, overrides: Partial<BackupJob> = {}): BackupJob {
  return {
    id: `job-${vmName}`,
    activityId: undefined,
    vmKey: `iaasvmcontainerv2;rg-app;${vmName}`,
    vmName,
    operation: "Backup",
    status: "InProgress",
    startTime: START,
    endTime: undefined,
    cancellable: true,
    tasks: undefined,
    errors: [],
    retainedUntil: undefined,
    ...overrides,
  };
}

/** A clock that moves only when somebody sleeps on it. */
export class FakeClock implements Clock {
  readonly sleeps: number[] = [];
  private time = START.getTime();

  now(): Date {
    return new Date(this.time);
  }

  elapsed(): number {
    return this.time - START.getTime();
  }

  sleep(ms: number): Promise<void> {
    this.sleeps.push(ms);
    this.time += ms;
    return Promise.resolve();
  }
}

/** How the backup of a VM goes, in minutes after its trigger. */
export interface Script {
  readonly snapshotAfter?: number;
  readonly endsAfter?: number;
  /** The end of the job: its status, tasks and errors. */
  readonly end?: Partial<BackupJob>;
  /** What the trigger throws; the job is made all the same if `madeAllTheSame` is set. */
  readonly refusal?: Error;
  readonly madeAllTheSame?: boolean;
  /** What the operation says; its job, if it names one, is listed without the activity id. */
  readonly operation?: BackupOperation;
}

const MINUTE = 60_000;

/** A vault whose jobs follow a script and the fake clock; it counts what is asked of it. */
export class FakeVault implements BackupVault {
  readonly calls: string[] = [];
  readonly triggers: BackupTrigger[] = [];
  /** The most triggers that were under way at once. */
  mostAtOnce = 0;
  private atOnce = 0;
  private readonly operations = new Map<string, BackupOperation>();

  constructor(
    private readonly clock: FakeClock,
    readonly items: ProtectedItem[],
    private readonly scripts: Readonly<Record<string, Script>> = {},
    readonly jobs: BackupJob[] = [],
    /** Items that exist but are not listed yet. */
    private readonly unlisted: ProtectedItem[] = [],
    private readonly policies: BackupPolicy[] = [],
  ) {}

  briefly(): this {
    return this;
  }

  listProtectedItems(): Promise<ProtectedItem[]> {
    this.calls.push("listProtectedItems");
    return Promise.resolve(this.items);
  }

  getProtectedItem(id: string): Promise<ProtectedItem | undefined> {
    this.calls.push("getProtectedItem");
    return Promise.resolve(
      [...this.items, ...this.unlisted].find((candidate) => candidate.id.toLowerCase() === id.toLowerCase()),
    );
  }

  getBackupPolicy(policyId: string): Promise<BackupPolicy | undefined> {
    this.calls.push("getBackupPolicy");
    return Promise.resolve(this.policies.find((policy) => policy.id === policyId));
  }

  listJobs(query: JobQuery): Promise<BackupJob[]> {
    this.calls.push("listJobs");
    const inSpan = this.jobs
      .filter((entry) => entry.startTime !== undefined && entry.startTime >= query.from && entry.startTime <= query.to)
      .map((entry) => this.atPresent(entry))
      .filter((entry) => matchesQuery(entry, query));
    return Promise.resolve(inSpan.map((entry) => ({ ...entry, tasks: undefined, errors: [], retainedUntil: undefined })));
  }

  getJob(jobId: string): Promise<BackupJob | undefined> {
    this.calls.push("getJob");
    const found = this.jobs.find((entry) => entry.id === jobId);
    return Promise.resolve(found && this.atPresent(found));
  }

  async triggerBackup(trigger: BackupTrigger): Promise<string | undefined> {
    this.calls.push("triggerBackup");
    this.triggers.push(trigger);
    this.atOnce++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
    await new Promise(setImmediate);
    this.atOnce--;
    const target = this.items.find((candidate) => candidate.id === trigger.itemId);
    const script = this.scripts[target?.vmName ?? ""] ?? {};
    if (script.refusal === undefined || script.madeAllTheSame) {
      if (script.operation) {
        this.operations.set(`op-${trigger.requestId}`, script.operation);
        const jobId = script.operation.jobId;
        if (jobId !== undefined) this.jobs.push(job(target?.vmName ?? "", { id: jobId, startTime: this.clock.now() }));
      } else {
        const vmName = target?.vmName ?? "";
        const earlier = this.jobs.filter(({ id }) => id.startsWith(`job-${vmName}`)).length;
        const id = earlier === 0 ? `job-${vmName}` : `job-${vmName}-${earlier + 1}`;
        this.jobs.push(job(vmName, { id, activityId: trigger.requestId, startTime: this.clock.now() }));
      }
    }
    if (script.refusal) throw script.refusal;
    return `op-${trigger.requestId}`;
  }

  getBackupOperation(operationId: string): Promise<BackupOperation> {
    this.calls.push("getBackupOperation");
    const operation = this.operations.get(operationId);
    return Promise.resolve(operation ?? { status: "InProgress", jobId: undefined, error: undefined });
  }

  private atPresent(entry: BackupJob): BackupJob {
    if (entry.endTime !== undefined) return entry;
    const vmName = entry.vmKey.split(";").at(-1) ?? "";
    const { snapshotAfter = 10, endsAfter = 40, end = { status: "Completed" } } = this.scripts[vmName] ?? {};
    const minutes = (this.clock.now().getTime() - (entry.startTime?.getTime() ?? 0)) / MINUTE;
    const snapshot = minutes >= snapshotAfter;
    const ended = minutes >= endsAfter;
    return {
      ...entry,
      cancellable: !ended,
      tasks: [
        { name: "Take Snapshot", status: snapshot ? "Completed" : "InProgress" },
        { name: "Transfer data to vault", status: ended ? "Completed" : snapshot ? "InProgress" : "NotStarted" },
      ],
      ...(ended ? { endTime: new Date((entry.startTime?.getTime() ?? 0) + endsAfter * MINUTE), ...end } : {}),
    };
  }
}

export function backupOptions(overrides: Partial<BackupOptions> = {}): BackupOptions {
  return {
    vaultId: VAULT_ID,
    vms: undefined,
    retention: { days: 30 },
    waitFor: "completed",
    timeoutMinutes: 120,
    concurrency: 4,
    ...overrides,
  };
}

export function backupContext(
  vault: BackupVault,
  clock: Clock,
  signal = new AbortController().signal,
  timeoutMinutes = 120,
): BackupContext & { lines: string[] } {
  const lines: string[] = [];
  let requests = 0;
  const deadline = timeoutMinutes * 60_000;
  return {
    vault,
    clock,
    signal,
    deadline,
    lines,
    print: (line) => lines.push(line),
    newRequestId: () => `request-${++requests}`,
  };
}
