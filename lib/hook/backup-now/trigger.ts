import { MAX_ON_DEMAND_BACKUPS_PER_DAY } from "../../azure/limits";
import { ExitCode } from "../../contract/exit-code";
import { decisiveExitCode, failureOf } from "../failure";
import { isMissingRole } from "../forbidden";
import { HookError } from "../hook-error";
import { ArmError } from "../arm/arm-error";
import { backupsOfLastDay } from "../vault/job-filter";
import { nextAfterFailure, retryHintOfCode } from "./next-after-failure";
import { MAX_ATTEMPTS_A_DAY } from "./attempts";
import { forEachConcurrently } from "./concurrency";
import { explainRefusal } from "./explain";
import type { JobIndex } from "./job-index";
import { failed, type Progress, type VmRun } from "./progress";
import { revalidate } from "./revalidate";
import { type Expiry, expiryOf, retentionOf } from "./retention";
import { withinDeadline } from "../vault/rounds";
import { isOver, type RunContext } from "./run-context";
import { ThrottleGate } from "./throttle-gate";

const MAX_THROTTLED = 5;
/** The number of backups started before the running jobs are listed again. */
const TRIGGERS_PER_REFRESH = 50;

/** Returns the VMs whose backup is due. */
function dueIn(context: RunContext): VmRun[] {
  const now = context.clock.elapsed();
  return context.runs.filter(({ progress }) => progress.kind === "waiting" && (progress.notBefore ?? 0) <= now);
}

/**
 * Starts each due backup once. Only a request that Azure refused with 429 is sent again. After a lost answer the VM stays "requested", and
 * its job is found by the request's id. Returns whether a request was sent.
 */
export async function triggerDue(context: RunContext, jobs: JobIndex): Promise<boolean> {
  const due = dueIn(context);
  const queue = new TriggerQueue(context, jobs);
  for (let start = 0; start < due.length && !isOver(context); start += TRIGGERS_PER_REFRESH) {
    if (start > 0) await queue.refreshJobs();
    await forEachConcurrently(due.slice(start, start + TRIGGERS_PER_REFRESH), context.options.concurrency, (run) =>
      queue.start(run),
    );
  }
  return queue.sent;
}

class TriggerQueue {
  sent = false;
  private refusedForAll: ArmError | undefined;
  private readonly gate: ThrottleGate;

  constructor(
    private readonly context: RunContext,
    private jobs: JobIndex,
  ) {
    this.gate = new ThrottleGate(context.clock);
  }

  /**
   * Reads the running jobs again, because another run may have started some. A failure is ignored: Azure refuses a second backup of a VM
   * anyway.
   */
  async refreshJobs(): Promise<void> {
    const { vault, clock } = this.context;
    try {
      this.jobs = this.jobs.with(await vault.listJobs({ ...backupsOfLastDay(clock.now()), statuses: ["InProgress"] }));
    } catch (error) {
      if (!(error instanceof ArmError) || !error.transient) throw error;
    }
  }

  async start(run: VmRun): Promise<void> {
    if (isOver(this.context)) return;
    const before = run.progress;
    const found = await this.found(run);
    if (!found && isOver(this.context)) return;
    if (found) run.retainedUntil = undefined;
    run.progress = found ?? (await this.send(run));
    this.context.changed(run, before);
  }

  /** Returns the progress of a VM that needs no backup; undefined if one must be started. */
  private async found(run: VmRun): Promise<Progress | undefined> {
    if (this.refusedForAll) return refusal(this.refusedForAll);
    const running = this.jobs.running(run.item.vmKey);
    if (running) return { kind: "running", job: running, snapshotTaken: false };
    const because = run.progress.kind === "waiting" ? run.progress.because : undefined;
    const found = because === undefined ? undefined : await revalidate(run, because, this.jobs, this.context);
    if (found) return found;
    const { attempts, clock } = this.context;
    const mayStart = because === undefined ? attempts.mayStart.bind(attempts) : attempts.mayRetry.bind(attempts);
    return mayStart(run.item.vmKey, clock.now()) ? undefined : this.budgetSpent(run);
  }

  private budgetSpent(run: VmRun): Progress {
    const made = this.context.attempts.count(run.item.vmKey, this.context.clock.now());
    return failed(
      `${made} backups of this VM were attempted in the last 24 hours, so no further one is started (a run makes at most ${MAX_ATTEMPTS_A_DAY} of the ${MAX_ON_DEMAND_BACKUPS_PER_DAY} that Azure allows per day); find out why they failed and run again later`,
    );
  }

  private async send(run: VmRun): Promise<Progress> {
    const { vault, clock, attempts } = this.context;
    const { id: itemId, vmKey } = run.item;
    const expiry = this.expiry(run);
    if ("kind" in expiry) return expiry;
    const requestId = this.context.newRequestId();
    for (let throttled = 0; ; throttled++) {
      if (!(await this.gateOpens())) return run.progress;
      try {
        this.sent = true;
        const operationId = await vault.triggerBackup({ itemId, expiresAt: expiry.instant, requestId });
        attempts.record(vmKey, requestId, clock.now());
        this.gate.accepted();
        run.retainedUntil = expiry.day;
        return { kind: "requested", requestId, operationId, rounds: 0 };
      } catch (error) {
        if (!(error instanceof ArmError) || error.notSent) throw error;
        if (error.status === 429) this.gate.refused(error.retryAfterMs);
        else if (error.status === 401 || (error.status === 403 && isMissingRole(error))) this.refusedForAll = error;
        else attempts.record(vmKey, requestId, clock.now());
        if (error.outcomeUnknown) {
          run.retainedUntil = expiry.day;
          return { kind: "requested", requestId, operationId: undefined, rounds: 0 };
        }
        if (error.status !== 429) return this.refused(run, error);
        if (throttled === MAX_THROTTLED) return refusal(error);
      }
    }
  }

  /** Whether the gate opened before the run ended. */
  private async gateOpens(): Promise<boolean> {
    const { clock, signal } = this.context;
    while (this.gate.closedFor > 0) {
      if (isOver(this.context)) return false;
      await clock.sleep(withinDeadline(this.context, this.gate.closedFor), signal);
    }
    return true;
  }

  private refused(run: VmRun, error: ArmError): Progress {
    const failure = refusal(error);
    return failure.exitCode === ExitCode.backupFailed
      ? nextAfterFailure(run, failure, retryHintOfCode(error.code), this.context)
      : failure;
  }

  private expiry({ item }: VmRun): Expiry | Progress {
    try {
      return expiryOf(retentionOf(this.context.options, item.id), this.context.clock.now());
    } catch (error) {
      if (error instanceof HookError) return failed(error.message, undefined, error.exitCode);
      throw error;
    }
  }
}

function refusal(error: ArmError): Extract<Progress, { kind: "failed" }> {
  const reason = error.status === 403 ? failureOf(error).message : explainRefusal(error);
  return failed(reason, undefined, decisiveExitCode(error) ?? ExitCode.backupFailed);
}
