import type { Random } from "../support/random";

/** A model of Azure Backup, as far as on-demand backups of VMs go: what it does and when, not how it is spoken to. */

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Who starts the backups that no run has started. */
export const ELSEWHERE = "somebody else";

export type Ending = "Completed" | "CompletedWithWarnings" | "Failed";

/** How a backup that is started next comes out. */
export interface Fate {
  readonly ending: Ending;
  /** Azure's code if it does not complete. */
  readonly code?: string;
  /** Whether the operation fails after it was accepted, so that no job is made. */
  readonly withoutJob?: boolean;
}

export interface Vm {
  readonly name: string;
  /** "pending" is to be backed up; the others are left alone. */
  readonly kind: "pending" | "backedUp" | "stopped" | "softDeleted";
  /** How its backups come out, in order; the last one stays. */
  readonly fates: readonly Fate[];
  /** From when the list shows it, though it can be read by its id before. */
  readonly listedFrom: number;
}

export interface Job {
  readonly id: string;
  readonly vm: Vm;
  readonly activityId: string;
  /** The process that asked for it. */
  readonly by: string;
  readonly start: number;
  readonly snapshotAt: number;
  readonly end: number;
  readonly fate: Fate;
  /** Whether it failed for nothing but another backup that was in progress. */
  readonly conflict: boolean;
  /** From when a list shows it, and until when it shows it as running. */
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

/** Longer than any list lags: who has had no answer must look for its job that long, before it asks again. */
const LOOKS_FOR_MS = 2 * MINUTE;

export interface BackupRequest {
  readonly at: number;
  readonly activityId: string;
  readonly by: string;
  /** When the process that asks began. */
  readonly since: number;
}

export class Service {
  readonly jobs: Job[] = [];
  /** What was asked for that a look at the jobs would have shown to be needless. */
  readonly needless: string[] = [];
  readonly operations = new Map<string, Operation>();
  /** How long the state of an item lags behind its jobs. */
  private readonly stateLag: number;
  private readonly listLag: number;
  /** Whether a backup beside a running one is refused, or accepted and its job failed. */
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

  /** A backup that somebody else has started. */
  startedElsewhere(vm: Vm, at: number): void {
    this.add(vm, { at, activityId: `elsewhere-${vm.name}`, by: ELSEWHERE, fate: { ending: "Completed" }, conflict: false });
  }

  start(vm: Vm, request: BackupRequest): Answer {
    const { at } = request;
    if (vm.kind === "stopped" || vm.kind === "softDeleted") return refused(400, "UserErrorBcmDatasourceNotPresent");
    if (this.random.chance(this.lockChance)) return refused(409, "BMSUserErrorObjectLocked");
    const ofVm = this.jobs.filter((job) => job.vm === vm);
    if (ofVm.filter((job) => job.start > at - 24 * HOUR).length >= 9) return refused(400, "OnDemandBackupLimitReached");
    const running = ofVm.find((job) => job.start <= at && at < job.end);
    if (running) {
      this.judge(running, request);
      const code = this.random.pick("UserErrorBackupOperationInProgress", "SystemBackupOperationInProgress");
      if (this.conflictsAsAnswer) return refused(409, code);
      return this.accepted(at, this.add(vm, { ...request, fate: { ending: "Failed", code }, conflict: true }));
    }
    const fate = this.fateOf(vm);
    if (fate.withoutJob) return this.accepted(at, undefined, fate.code);
    return this.accepted(at, this.add(vm, { ...request, fate, conflict: false }));
  }

  isBackedUp(vm: Vm, at: number): boolean {
    return vm.kind === "backedUp" || this.completedAt(vm) <= at;
  }

  /** Whether the item says that it is backed up, which comes later than the job's end. */
  showsBackedUp(vm: Vm, at: number): boolean {
    return vm.kind === "backedUp" || this.completedAt(vm) + this.stateLag <= at;
  }

  job(id: string): Job | undefined {
    return this.jobs.find((job) => job.id === id);
  }

  listed(at: number): Job[] {
    return this.jobs.filter((job) => job.listedFrom <= at);
  }

  private judge(running: Job, { at, by, since }: BackupRequest): void {
    const asked = `${running.vm.name}: ${by} asked for a backup at ${Math.round(at / 1_000)} s`;
    if (running.listedFrom < since) this.needless.push(`${asked}, though ${running.id} was listed before it began`);
    if (running.by === by && at - running.start < LOOKS_FOR_MS) {
      this.needless.push(`${asked}, which its own request of ${Math.round(running.start / 1_000)} s had started`);
    }
  }

  private completedAt(vm: Vm): number {
    return Math.min(
      Infinity,
      ...this.jobs.filter((job) => job.vm === vm && job.fate.ending === "Completed").map(({ end }) => end),
    );
  }

  private readonly used = new Map<Vm, number>();

  private fateOf(vm: Vm): Fate {
    const used = this.used.get(vm) ?? 0;
    this.used.set(vm, used + 1);
    return vm.fates[used] ?? vm.fates.at(-1) ?? { ending: "Completed" };
  }

  private add(vm: Vm, job: Pick<Job, "activityId" | "by" | "fate" | "conflict"> & { at: number }): Job {
    const { random } = this;
    const snapshot = job.conflict ? random.between(5_000, 60_000) : random.between(2 * MINUTE, 15 * MINUTE);
    const transfer = job.fate.ending === "Failed" ? 0 : random.between(10 * MINUTE, 45 * MINUTE);
    const made: Job = {
      id: `job-${this.jobs.length + 1}`,
      vm,
      activityId: job.activityId,
      by: job.by,
      start: job.at,
      snapshotAt: job.fate.ending === "Failed" ? Infinity : job.at + snapshot,
      end: job.at + snapshot + transfer,
      fate: job.fate,
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
