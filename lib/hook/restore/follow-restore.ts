import { ArmError } from "../arm/arm-error";
import { explainOperation, explainRefusal } from "../backup-now/explain";
import { failed, observe, type Progress } from "../backup-now/progress";
import { ThrottleGate } from "../backup-now/throttle-gate";
import { ExitCode } from "../../contract/exit-code";
import { decisiveExitCode } from "../failure";
import { Heartbeat } from "../report/heartbeat";
import { endCauseOf } from "../run-ended";
import type { BackupJob } from "../vault/backup-job";
import { followRounds, type Ended, type RoundsContext, withinDeadline } from "../vault/rounds";
import { isSameName } from "../../azure/case-fold";
import { LONGEST_RESTORE_MS } from "./earlier-restore";
import { restoreHeartbeat, restoreLine } from "./restore-line";
import type { PreparedRestore } from "./prepare";
import type { RestoreJob } from "./restore-job";

/** The number of rounds after which a request without an answer is assumed to have started no job. */
const ROUNDS_AFTER_LOST_ANSWER = 4;
const MAX_THROTTLED = 5;

/** How a restore ended. */
export interface RestoreResult {
  readonly progress: Progress;
  /** The job with its details, as last read. */
  readonly job: RestoreJob | undefined;
  readonly ended: Ended;
}

/** Starts a restore, or attaches to an earlier one, and follows its job to the end with one request per round. */
export class RestoreRun {
  private progress: Progress = { kind: "waiting" };
  private job: RestoreJob | undefined;
  private isUnanswered = false;
  private readonly from: Date;
  private readonly began: number;
  private readonly heartbeat: Heartbeat;

  constructor(
    private readonly prepared: PreparedRestore,
    private readonly context: RoundsContext,
  ) {
    this.from = new Date(context.clock.now().getTime() - LONGEST_RESTORE_MS);
    this.began = context.clock.elapsed();
    this.heartbeat = new Heartbeat(context.clock);
  }

  async run(): Promise<RestoreResult> {
    const { earlier } = this.prepared;
    if (earlier.job) await this.attachTo(earlier.job);
    else this.set(await this.send());
    const ended = await followRounds(this.context, {
      isSettled: () => this.isSettled(),
      poll: async () => {
        await this.poll();
        this.beat();
        return false;
      },
      onFailure: "the restore continues, and this run goes on following it",
    });
    return { progress: this.progress, job: this.job, ended };
  }

  /** The id of the job as far as it is known, even if `run` has thrown. */
  get jobId(): string | undefined {
    return this.job?.id;
  }

  /** Whether a request was sent of which neither a job nor a refusal is known, even if `run` has thrown. */
  get mayHaveUnknownJob(): boolean {
    return this.isUnanswered && this.job === undefined;
  }

  private beat(): void {
    if (!this.heartbeat.isDue()) return;
    const text = restoreHeartbeat(this.progress, this.context.clock.elapsed() - this.began);
    if (text !== undefined) this.print(text);
  }

  private print(text: string): void {
    this.context.print(`${this.prepared.label}: ${text}`);
  }

  private isSettled(): boolean {
    return !["waiting", "requested", "running"].includes(this.progress.kind);
  }

  private async attachTo(job: BackupJob): Promise<void> {
    this.set({ kind: "running", job, snapshotTaken: false });
    await this.read(job.id);
  }

  /** Sends the request once. It is sent again only after a 429, with which Azure has refused it unread. */
  private async send(): Promise<Progress> {
    const { region, item, point, body, earlier } = this.prepared;
    const { clock, signal } = this.context;
    const { requestId } = earlier;
    const gate = new ThrottleGate(clock);
    for (let throttled = 0; ; throttled++) {
      while (gate.closedFor > 0) {
        if (endCauseOf(this.context)) return this.progress;
        await clock.sleep(withinDeadline(this.context, gate.closedFor), signal);
      }
      this.isUnanswered = true;
      try {
        const operationId = await region.trigger({ itemId: item.id, pointId: point.id, body, requestId });
        return { kind: "requested", requestId, operationId, rounds: 0 };
      } catch (error) {
        this.isUnanswered = !(error instanceof ArmError) || error.outcomeUnknown;
        if (!(error instanceof ArmError) || error.notSent) throw error;
        if (error.outcomeUnknown) return { kind: "requested", requestId, operationId: undefined, rounds: 0 };
        if (error.status !== 429 || throttled === MAX_THROTTLED) {
          if (decisiveExitCode(error) !== undefined) throw error;
          return failed(explainRefusal(error), undefined, ExitCode.backupFailed);
        }
        gate.refused(error.retryAfterMs);
      }
    }
  }

  /** One round: reads the job, or looks for the job of the request. */
  private async poll(): Promise<void> {
    const { region } = this.prepared;
    const { progress } = this;
    if (progress.kind === "running") {
      await this.read(progress.job.id);
      return;
    }
    if (progress.kind !== "requested") return;
    const jobs = await region.listJobs(this.from, this.context.clock.now());
    const own = jobs.find(({ activityId }) => isSameName(activityId ?? "", progress.requestId));
    if (own) {
      await this.read(own.id);
      return;
    }
    const rounds = progress.rounds + 1;
    this.set({ ...progress, rounds });
    if (progress.operationId !== undefined) await this.readOperation(progress.operationId);
    else if (rounds >= ROUNDS_AFTER_LOST_ANSWER) {
      this.set(failed("Azure's answer to the request was lost, and no job was started; run again to start the restore"));
    }
  }

  private async readOperation(operationId: string): Promise<void> {
    const operation = await this.prepared.region.operation(operationId);
    if (operation.jobId !== undefined) await this.read(operation.jobId);
    else if (operation.status === "Failed" || operation.status === "Canceled") {
      this.isUnanswered = false;
      this.set(failed(explainOperation(operation.error ?? `the operation is ${operation.status}`, operation.errorCode)));
    }
  }

  private async read(jobId: string): Promise<void> {
    const job = await this.prepared.region.job(jobId);
    if (!job) return;
    this.job = job;
    this.set(observe(this.progress, job, "completed"));
  }

  private set(progress: Progress): void {
    const text = restoreLine(progress, this.progress);
    this.progress = progress;
    if (text === undefined) return;
    this.print(text);
    this.heartbeat.restart();
  }
}
