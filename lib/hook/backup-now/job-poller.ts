import { HOUR_MS } from "../../azure/durations";
import { ArmError } from "../arm/arm-error";
import { type BackupJob, hasEnded } from "../vault/backup-job";
import { isSuspicious, type ProtectedItem } from "../vault/protected-item";
import { nextAfterFailure, retryHintOfCode, retryHintOfJob, waitUntil } from "./next-after-failure";
import { forEachConcurrently } from "./concurrency";
import { explainOperation } from "./explain";
import { SUSPICIOUS } from "./classify";
import { JobIndex } from "./job-index";
import { failed, isSettled, observe, type Progress, type VmRun } from "./progress";
import { isOver, type RunContext } from "./run-context";

/** Rounds after which an operation without a job is read. */
const ROUNDS_WITHOUT_JOB = 2;
/** Rounds after which a request with a lost answer counts as having started no job. */
const ROUNDS_AFTER_LOST_ANSWER = 4;
/**
 * The maximum number of single jobs and operations read per round, for any number of VMs. Azure allows about 250 such reads in a time
 * window that it does not document.
 */
const READS_PER_ROUND = 100;
/** The maximum number of reads per round that only show progress, if the milestone does not depend on them. */
const PROGRESS_READS_PER_ROUND = 10;
/** The list is filtered by start time. The margin covers clock differences and the attempts of the last day. */
const SPAN_MARGIN_MS = 25 * HOUR_MS;

/** Why a job or operation is read individually, most urgent first. */
const URGENCIES = ["ended", "unclear", "mayHaveSnapshot", "progressOnly"] as const;

interface Read {
  readonly run: VmRun;
  readonly urgency: (typeof URGENCIES)[number];
  /** The job, as far as it is known, or the id of the operation of a request without a job. */
  readonly of: BackupJob | string;
}

/** Polls the backups with one list of jobs and a bounded number of single reads per round. */
export class JobPoller {
  /** The round in which each VM's job was last read individually. The least recent one is read first. */
  private readonly lastRead = new Map<string, number>();
  private round = 0;
  /** Whether the last round skipped needed reads because of the limit per round. */
  hasBacklog = false;

  constructor(private readonly context: RunContext) {}

  /** Runs one round and returns the listed jobs. */
  async poll(): Promise<JobIndex> {
    const { context } = this;
    this.round++;
    const open = context.runs.filter(({ progress }) => !isSettled(progress, context.options.waitFor));
    const index = await this.list(open);
    const reads = open.flatMap((run) => this.applyListing(run, index));
    reads.sort((a, b) => rankOf(a) - rankOf(b) || this.roundOf(a.run) - this.roundOf(b.run));
    const needed = reads.filter(({ urgency }) => urgency !== "progressOnly");
    const now = [...needed, ...reads.slice(needed.length).slice(0, PROGRESS_READS_PER_ROUND)].slice(0, READS_PER_ROUND);
    await forEachConcurrently(now, context.options.concurrency, (read) => this.applyDetails(read));
    this.hasBacklog = needed.slice(READS_PER_ROUND).some(({ urgency }) => urgency !== "mayHaveSnapshot");
    return index;
  }

  private async list(open: readonly VmRun[]): Promise<JobIndex> {
    const { vault, clock, attempts } = this.context;
    const now = clock.now().getTime();
    const starts = open.map(({ progress }) => (progress.kind === "running" ? (progress.job.startTime?.getTime() ?? now) : now));
    const from = new Date(starts.reduce((earliest, start) => Math.min(earliest, start), now) - SPAN_MARGIN_MS);
    const jobs = await vault.listJobs({ from, to: new Date(now + SPAN_MARGIN_MS), operations: ["Backup"] });
    attempts.learn(jobs);
    return new JobIndex(jobs);
  }

  /** Applies the list to a VM and returns the single reads still needed. */
  private applyListing(run: VmRun, index: JobIndex): Read[] {
    const before = run.progress;
    switch (before.kind) {
      case "waiting": {
        const job = index.running(run.item.vmKey);
        return job ? this.followOther(run, job) : [];
      }
      case "requested": {
        const job = index.byRequest(before.requestId);
        if (job) return this.follow(run, job);
        const other = this.otherThanLost(run, before, index);
        if (other) return this.followOther(run, other);
        const rounds = before.rounds + 1;
        this.set(run, { ...before, rounds });
        if (before.operationId === undefined) return this.afterLostAnswer(run, rounds);
        return rounds < ROUNDS_WITHOUT_JOB ? [] : [{ run, urgency: "unclear", of: before.operationId }];
      }
      case "running": {
        const job = index.byId(before.job.id);
        return job ? this.follow(run, job) : [{ run, urgency: "unclear", of: before.job }];
      }
      default:
        return [];
    }
  }

  /** Follows a job. A list contains no tasks, so a job is read when it ends and while its snapshot may be new. */
  private follow(run: VmRun, job: BackupJob): Read[] {
    const before = run.progress;
    const { waitFor } = this.context.options;
    if (hasEnded(job)) return [{ run, urgency: "ended", of: job }];
    this.set(run, observe(before, job, waitFor));
    if (waitFor === "accepted" || (run.progress.kind === "running" && run.progress.snapshotTaken)) return [];
    return [{ run, urgency: waitFor === "snapshot" ? "mayHaveSnapshot" : "progressOnly", of: job }];
  }

  /** Follows a backup that another client or a schedule started, with its own retention. */
  private followOther(run: VmRun, job: BackupJob): Read[] {
    run.retainedUntil = undefined;
    return this.follow(run, job);
  }

  /** Returns another running backup of the VM, once the lost request counts as having started none. */
  private otherThanLost({ item }: VmRun, lost: Extract<Progress, { kind: "requested" }>, index: JobIndex): BackupJob | undefined {
    const clear = lost.operationId === undefined && lost.rounds + 1 >= ROUNDS_AFTER_LOST_ANSWER;
    return clear ? index.running(item.vmKey) : undefined;
  }

  private afterLostAnswer(run: VmRun, rounds: number): [] {
    if (rounds < ROUNDS_AFTER_LOST_ANSWER) return [];
    const { attempts, clock } = this.context;
    const lost = "Azure's answer to the request was lost and it started no job";
    this.set(
      run,
      attempts.mayRetry(run.item.vmKey, clock.now())
        ? waitUntil(`${lost}; sending it again`, clock.elapsed())
        : failed(`${lost}; run again to start the backup`),
    );
    return [];
  }

  /** Reads one job or operation. After a transient failure the next round reads it again. */
  private async applyDetails({ run, of }: Read): Promise<void> {
    if (isOver(this.context)) return;
    this.lastRead.set(run.item.vmKey, this.round);
    try {
      await (typeof of === "string" ? this.readOperation(run, of) : this.readJob(run, of.id, of));
    } catch (error) {
      if (!(error instanceof ArmError) || !error.transient) throw error;
    }
  }

  private async readOperation(run: VmRun, operationId: string): Promise<void> {
    const operation = await this.context.vault.getBackupOperation(operationId);
    if (operation.jobId !== undefined) await this.readJob(run, operation.jobId);
    else if (operation.status === "Failed" || operation.status === "Canceled") {
      const failure = failed(explainOperation(operation.error ?? `the operation is ${operation.status}`, operation.errorCode));
      this.set(run, nextAfterFailure(run, failure, retryHintOfCode(operation.errorCode), this.context));
    }
  }

  /** Reads a job. If Azure does not return a listed job, the list's entry is used. */
  private async readJob(run: VmRun, jobId: string, listed?: BackupJob): Promise<void> {
    const job = (await this.context.vault.getJob(jobId)) ?? listed;
    if (!job) return;
    run.retainedUntil ??= job.retainedUntil;
    const seen = observe(run.progress, job, this.context.options.waitFor);
    this.set(run, seen.kind === "failed" ? nextAfterFailure(run, seen, retryHintOfJob(job.errors), this.context) : seen);
  }

  private set(run: VmRun, progress: Progress): void {
    const before = run.progress;
    run.progress = withThreatNote(progress, run.item);
    this.context.changed(run, before);
  }

  private roundOf({ item }: VmRun): number {
    return this.lastRead.get(item.vmKey) ?? 0;
  }
}

function rankOf({ urgency }: Read): number {
  return URGENCIES.indexOf(urgency);
}

/** Adds a note to a completed backup if Azure's threat scan found something in the VM. */
function withThreatNote(progress: Progress, item: ProtectedItem): Progress {
  if (progress.kind !== "completed" || !isSuspicious(item)) return progress;
  return { ...progress, note: [progress.note, SUSPICIOUS].filter(Boolean).join("; ") };
}
