import { ExitCode } from "../../contract/exit-code";
import { failureOf } from "../failure";
import { HookError } from "../hook-error";
import { ArmError } from "../arm/arm-error";
import { afterFailure, cureOfCode } from "./after-failure";
import { MAX_ATTEMPTS_A_DAY } from "./attempts";
import { forEachConcurrently } from "./concurrency";
import { explainRefusal } from "./explain";
import type { JobBoard } from "./job-board";
import { failed, type Progress, type VmRun } from "./progress";
import { recheck } from "./recheck";
import { type Expiry, expiryOf } from "./retention";
import { isOver, type Session, withinDeadline } from "./session";
import { ThrottleGate } from "./throttle-gate";

const MAX_THROTTLED = 5;
/** Backups that are started between two looks for ones that somebody else has started meanwhile. */
const TRIGGERS_PER_LOOK = 50;
const LOOK_BACK_MS = 24 * 3_600_000;

/** The VMs whose backup is to be started now. */
export function dueIn(session: Session): VmRun[] {
  const now = session.clock.elapsed();
  return session.runs.filter(({ progress }) => progress.kind === "waiting" && (progress.notBefore ?? 0) <= now);
}

/**
 * Starts the backup of each VM that waits for it, once: only what Azure has refused unread, by a 429, is sent again. A lost answer
 * leaves the VM requested, and its job is found by the request's id. Answers whether anything was sent.
 */
export async function triggerDue(session: Session, board: JobBoard): Promise<boolean> {
  const due = dueIn(session);
  const sender = new Sender(session, board);
  for (let start = 0; start < due.length && !isOver(session); start += TRIGGERS_PER_LOOK) {
    if (start > 0) await sender.lookAgain();
    await forEachConcurrently(due.slice(start, start + TRIGGERS_PER_LOOK), session.order.concurrency, (run) => sender.start(run));
  }
  return sender.sent;
}

class Sender {
  sent = false;
  private refusedForAll: ArmError | undefined;
  private readonly gate: ThrottleGate;

  constructor(
    private readonly session: Session,
    private board: JobBoard,
  ) {
    this.gate = new ThrottleGate(session.clock);
  }

  /** Another run may have started some of the backups; where this look fails, Azure refuses a second one anyway. */
  async lookAgain(): Promise<void> {
    const { vault, clock } = this.session;
    const now = clock.now().getTime();
    const span = { from: new Date(now - LOOK_BACK_MS), to: new Date(now + LOOK_BACK_MS), status: "InProgress" };
    try {
      this.board = this.board.with(await vault.listBackupJobs(span));
    } catch (error) {
      if (!(error instanceof ArmError) || !error.transient) throw error;
    }
  }

  async start(run: VmRun): Promise<void> {
    if (isOver(this.session)) return;
    const before = run.progress;
    const found = await this.found(run);
    if (!found && isOver(this.session)) return;
    run.progress = found ?? (await this.send(run));
    this.session.changed(run, before);
  }

  /** Where the VM stands without a backup being started, undefined where one has to be. */
  private async found(run: VmRun): Promise<Progress | undefined> {
    if (this.refusedForAll) return refusal(this.refusedForAll);
    const running = this.board.running(run.item.vmKey);
    if (running) return { kind: "running", job: running, snapshotTaken: false };
    const rechecked = run.progress.kind === "waiting" && run.progress.because !== undefined;
    const found = rechecked ? await recheck(run, this.board, this.session) : undefined;
    if (found) return found;
    const { attempts, clock } = this.session;
    const mayStart = rechecked ? attempts.mayRetry.bind(attempts) : attempts.mayStart.bind(attempts);
    return mayStart(run.item.vmKey, clock.now()) ? undefined : this.budgetSpent(run);
  }

  private budgetSpent(run: VmRun): Progress {
    const made = this.session.attempts.count(run.item.vmKey, this.session.clock.now());
    return failed(
      `${made} backups of this VM were attempted in the last 24 hours, and no further one is started (a run makes no more than ${MAX_ATTEMPTS_A_DAY} of the 9 that Azure allows, and fewer by itself); find out why they failed and run again later`,
    );
  }

  private async send(run: VmRun): Promise<Progress> {
    const { vault, clock, attempts } = this.session;
    const { id: itemId, vmKey } = run.item;
    const expiry = this.expiry();
    if ("kind" in expiry) return expiry;
    const requestId = this.session.newRequestId();
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
        if (!(error instanceof ArmError)) throw error;
        if (error.status === 429) this.gate.refused(error.retryAfterMs);
        else if (error.status === 401 || error.status === 403) this.refusedForAll = error;
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
    const { clock, signal } = this.session;
    while (this.gate.closedFor > 0) {
      if (isOver(this.session)) return false;
      await clock.sleep(withinDeadline(this.session, this.gate.closedFor), signal);
    }
    return true;
  }

  private refused(run: VmRun, error: ArmError): Progress {
    const failure = refusal(error);
    return failure.exitCode === ExitCode.backupFailed
      ? afterFailure(run, failure, cureOfCode(error.code), this.session)
      : failure;
  }

  private expiry(): Expiry | Progress {
    try {
      return expiryOf(this.session.order.retention, this.session.clock.now());
    } catch (error) {
      if (error instanceof HookError) return failed(error.message, undefined, error.exitCode);
      throw error;
    }
  }
}

function refusal(error: ArmError): Extract<Progress, { kind: "failed" }> {
  const codes: Readonly<Record<number, ExitCode>> = {
    401: ExitCode.notAuthenticated,
    403: ExitCode.notAuthorised,
    429: ExitCode.throttledOut,
  };
  const reason = error.status === 403 ? failureOf(error).message : explainRefusal(error);
  return failed(reason, undefined, codes[error.status ?? 0] ?? ExitCode.backupFailed);
}
