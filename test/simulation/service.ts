import type { Random } from "../support/random";

/** A model of Azure Backup for on-demand backups of VMs: its states and times, without the protocol. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The `by` of backups that no run has started. */
export const ELSEWHERE = "somebody else";

export type Ending = "Completed" | "CompletedWithWarnings" | "Failed";

/** The outcome of a backup. */
export interface Outcome {
  readonly ending: Ending;
  /** Azure's code if it does not complete. */
  readonly code?: string;
  /** Whether the operation fails after Azure has accepted it, so that there is no job. */
  readonly withoutJob?: boolean;
}

export interface Vm {
  readonly name: string;
  /** Only "pending" VMs need a backup. */
  readonly kind: "pending" | "backedUp" | "stopped" | "softDeleted";
  /** The outcomes of its backups in order; the last one repeats. */
  readonly outcomes: readonly Outcome[];
  /** When the list first shows it. Before that, it can be read by its id. */
  readonly listedFrom: number;
}

export interface Job {
  readonly id: string;
  readonly vm: Vm;
  readonly activityId: string;
  /** The process that requested it. */
  readonly by: string;
  readonly start: number;
  readonly snapshotAt: number;
  readonly end: number;
  readonly outcome: Outcome;
  /** Whether it failed only because another backup was in progress. */
  readonly conflict: boolean;
  /** When a list first shows the job, and until when it shows it as running. */
  readonly listedFrom: number;
  readonly listedAsRunningUntil: number;
}

export interface Operation {
  readonly id: string;
  readonly doneAt: number;
  readonly jobId: string | undefined;
  readonly code: string | undefined;
}

export type Answer =
  | { readonly kind: "accepted"; readonly operation: Operation }
  | { readonly kind: "refused"; readonly status: number; readonly code: string };

/** Longer than any delay of a list: without an answer, a run must look for its job that long before it sends the request again. */
const MIN_SEARCH_MS = 2 * MINUTE;

export interface BackupRequest {
  readonly at: number;
  readonly activityId: string;
  readonly by: string;
  /** When the requesting process started. */
  readonly since: number;
}

export class Service {
  readonly jobs: Job[] = [];
  /** Requests that the list of jobs showed to be needless. */
  readonly needless: string[] = [];
  readonly operations = new Map<string, Operation>();
  /** The delay of an item's state after its jobs. */
  private readonly stateLag: number;
  private readonly listLag: number;
  /** Whether the service refuses a second backup during a running one; else it accepts it and the job fails. */
  private readonly conflictsAsAnswer: boolean;
  private readonly lockChance: number;

  constructor(
    readonly vms: readonly Vm[],
    private readonly random: Random,
  ) {
    this.stateLag = random.between(0, 10 * MINUTE);
    this.listLag = random.pick(0, 20_000, 60_000);
    this.conflictsAsAnswer = random.chance(0.5);
    this.lockChance = random.pick(0, 0, 0.1);
  }

  vm(name: string): Vm | undefined {
    return this.vms.find((vm) => vm.name === name);
  }

  /** Adds a backup that somebody else has started. */
  startedElsewhere(vm: Vm, at: number): void {
    this.add(vm, { at, activityId: `elsewhere-${vm.name}`, by: ELSEWHERE, outcome: { ending: "Completed" }, conflict: false });
  }

  start(vm: Vm, request: BackupRequest): Answer {
    const { at } = request;
    if (vm.kind === "stopped" || vm.kind === "softDeleted") return refused(400, "UserErrorBcmDatasourceNotPresent");
    if (this.random.chance(this.lockChance)) return refused(409, "BMSUserErrorObjectLocked");
    const ofVm = this.jobs.filter((job) => job.vm === vm);
    if (ofVm.filter((job) => job.start > at - 24 * HOUR).length >= 9) return refused(400, "OnDemandBackupLimitReached");
    const running = ofVm.find((job) => job.start <= at && at < job.end);
    if (running) {
      this.recordIfNeedless(running, request);
      const code = this.random.pick("UserErrorBackupOperationInProgress", "SystemBackupOperationInProgress");
      if (this.conflictsAsAnswer) return refused(409, code);
      return this.accepted(at, this.add(vm, { ...request, outcome: { ending: "Failed", code }, conflict: true }));
    }
    const outcome = this.nextOutcome(vm);
    if (outcome.withoutJob) return this.accepted(at, undefined, outcome.code);
    return this.accepted(at, this.add(vm, { ...request, outcome, conflict: false }));
  }

  isBackedUp(vm: Vm, at: number): boolean {
    return vm.kind === "backedUp" || this.completedAt(vm) <= at;
  }

  /** Whether the item's state shows the backup, which is later than the end of the job. */
  showsBackedUp(vm: Vm, at: number): boolean {
    return vm.kind === "backedUp" || this.completedAt(vm) + this.stateLag <= at;
  }

  job(id: string): Job | undefined {
    return this.jobs.find((job) => job.id === id);
  }

  listed(at: number): Job[] {
    return this.jobs.filter((job) => job.listedFrom <= at);
  }

  private recordIfNeedless(running: Job, { at, by, since }: BackupRequest): void {
    const request = `${running.vm.name}: ${by} requested a backup at ${Math.round(at / 1_000)} s`;
    if (running.listedFrom < since) this.needless.push(`${request}, although ${running.id} was listed before it started`);
    if (running.by === by && at - running.start < MIN_SEARCH_MS) {
      this.needless.push(`${request}, although its own request had started one at ${Math.round(running.start / 1_000)} s`);
    }
  }

  private completedAt(vm: Vm): number {
    return Math.min(
      Infinity,
      ...this.jobs.filter((job) => job.vm === vm && job.outcome.ending === "Completed").map(({ end }) => end),
    );
  }

  private readonly used = new Map<Vm, number>();

  private nextOutcome(vm: Vm): Outcome {
    const used = this.used.get(vm) ?? 0;
    this.used.set(vm, used + 1);
    return vm.outcomes[used] ?? vm.outcomes.at(-1) ?? { ending: "Completed" };
  }

  private add(vm: Vm, job: Pick<Job, "activityId" | "by" | "outcome" | "conflict"> & { at: number }): Job {
    const { random } = this;
    const snapshot = job.conflict ? random.between(5_000, 60_000) : random.between(2 * MINUTE, 15 * MINUTE);
    const transfer = job.outcome.ending === "Failed" ? 0 : random.between(10 * MINUTE, 45 * MINUTE);
    const made: Job = {
      id: `job-${this.jobs.length + 1}`,
      vm,
      activityId: job.activityId,
      by: job.by,
      start: job.at,
      snapshotAt: job.outcome.ending === "Failed" ? Infinity : job.at + snapshot,
      end: job.at + snapshot + transfer,
      outcome: job.outcome,
      conflict: job.conflict,
      listedFrom: job.at + random.between(0, this.listLag),
      listedAsRunningUntil: job.at + snapshot + transfer + random.between(0, this.listLag),
    };
    this.jobs.push(made);
    return made;
  }

  private accepted(at: number, job: Job | undefined, code?: string): Answer {
    const id = `operation-${this.operations.size + 1}`;
    const operation: Operation = { id, doneAt: at + this.random.between(500, 4_000), jobId: job?.id, code };
    this.operations.set(id, operation);
    return { kind: "accepted", operation };
  }
}

function refused(status: number, code: string): Answer {
  return { kind: "refused", status, code };
}
