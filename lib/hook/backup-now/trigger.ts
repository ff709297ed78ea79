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
import { type Expiry, expiryOf } from "./retention";
import { withinDeadline } from "../vault/rounds";
import { isOver, type RunContext } from "./run-context";
import { ThrottleGate } from "./throttle-gate";

const MAX_THROTTLED = 5;
/** Backups that are started between two looks for ones that somebody else has started meanwhile. */
const TRIGGERS_PER_LOOK = 50;

/** The VMs whose backup is to be started now. */
export function dueIn(context: RunContext): VmRun[] {
  const now = context.clock.elapsed();
  return context.runs.filter(({ progress }) => progress.kind === "waiting" && (progress.notBefore ?? 0) <= now);
}

/**
 * Starts the backup of each VM that waits for it, once: only what Azure has refused unread, by a 429, is sent again. A lost answer
 * leaves the VM requested, and its job is found by the request's id. Answers whether anything was sent.
 */
export async function triggerDue(context: RunContext, jobs: JobIndex): Promise<boolean> {
  const due = dueIn(context);
  const queue = new TriggerQueue(context, jobs);
  for (let start = 0; start < due.length && !isOver(context); start += TRIGGERS_PER_LOOK) {
    if (start > 0) await queue.lookAgain();
    await forEachConcurrently(due.slice(start, start + TRIGGERS_PER_LOOK), context.options.concurrency, (run) =>
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

  /** Another run may have started some of the backups; if this look fails, Azure refuses a second one anyway. */
  async lookAgain(): Promise<void> {
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

  /** Where the VM stands without a backup being started, undefined if one has to be. */
  private async found(run: VmRun): Promise<Progress | undefined> {
    if (this.refusedForAll) return refusal(this.refusedForAll);
    const running = this.jobs.running(run.item.vmKey);
    if (running) return { kind: "running", job: running, snapshotTaken: false };
    const again = run.progress.kind === "waiting" && run.progress.because !== undefined;
    const found = again ? await revalidate(run, this.jobs, this.context) : undefined;
    if (found) return found;
    const { attempts, clock } = this.context;
    const mayStart = again ? attempts.mayRetry.bind(attempts) : attempts.mayStart.bind(attempts);
    return mayStart(run.item.vmKey, clock.now()) ? undefined : this.budgetSpent(run);
  }

  private budgetSpent(run: VmRun): Progress {
    const made = this.context.attempts.count(run.item.vmKey, this.context.clock.now());
    return failed(
      `${made} backups of this VM were attempted in the last 24 hours, and no further one is started (a run makes no more than ${MAX_ATTEMPTS_A_DAY} of the ${MAX_ON_DEMAND_BACKUPS_PER_DAY} that Azure allows, and fewer by itself); find out why they failed and run again later`,
    );
  }

  private async send(run: VmRun): Promise<Progress> {
    const { vault, clock, attempts } = this.context;
    const { id: itemId, vmKey } = run.item;
    const expiry = this.expiry();
    if ("kind" in expiry) return expiry;
    const requestId = this.context.newRequestId();
    for (let throttled = 0; ; throttled++) {
      if (!(await this.gateOpens())) return run.progress;
      try {
        this.sent = true;
        const operationId = await vault.triggerBackup({ itemId, expiresAt: expiry.instant, requestId });
        attempts.record(vmKey, requestId, clock.now());
        this.gate.passed();
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

  /** Whether the gate has opened before the run was over. */
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

  private expiry(): Expiry | Progress {
    try {
      return expiryOf(this.context.options.retention, this.context.clock.now());
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
