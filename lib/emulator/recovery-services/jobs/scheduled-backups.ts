import { randomUUID } from "node:crypto";
import { isSameName } from "../../../azure/case-fold";
import { DAY_MS } from "../../../azure/durations";
import type { ScheduledRun } from "../../../azure/schedule-runs";
import type { Context } from "../../context";
import { simulateBackup } from "./backup-simulation";
import type { BackupPolicy, Job, ProtectedItem } from "../model";
import { parsedPolicy } from "../policies/parsed-policy";
import { recoveryPointOf } from "../recovery-points/recovery-points";
import { policyExpiry } from "../policies/retention";
import { nextScheduledRun, runsOf } from "../policies/schedule-runs";

/** How long jobs are kept. Azure keeps them longer, but tests and demos need no older ones. */
const JOB_HISTORY = 60 * DAY_MS;

/**
 * The backups that policies start. Before each request, it creates the backups that were due since the last one, with their
 * scheduled times. The clock may therefore jump by years. After a long gap, it creates only jobs of the last 60 days and jobs
 * whose recovery points have not expired.
 */
export class ScheduledBackups {
  constructor(private readonly context: Context) {}

  /** Creates every backup that was due since the last call; returns when the next one is due. */
  catchUp(now: number): number {
    let dueAt = Infinity;
    for (const [policy, items] of this.#itemsByPolicy()) {
      this.#backUpAll(policy, items, now);
      dueAt = Math.min(dueAt, nextScheduledRun(parsedPolicy(policy), now));
    }
    return dueAt;
  }

  #itemsByPolicy(): Map<BackupPolicy, ProtectedItem[]> {
    const { state } = this.context;
    const byPolicy = new Map<BackupPolicy, ProtectedItem[]>();
    for (const item of state.protectedItems.values()) {
      const policy = item.protection === "Protected" && !item.deletion && item.policyId && state.policies.get(item.policyId);
      if (!policy) continue;
      const items = byPolicy.get(policy);
      if (items) items.push(item);
      else byPolicy.set(policy, [item]);
    }
    return byPolicy;
  }

  #backUpAll(policy: BackupPolicy, items: readonly ProtectedItem[], now: number): void {
    const properties = parsedPolicy(policy);
    const since = items.reduce((earliest, { scheduledUntil }) => Math.min(earliest, scheduledUntil), now);
    const runs = runsOf(properties, since, now).map((run) => ({ run, expiry: policyExpiry(properties, run, run.time) }));
    const last = runs.at(-1);
    if (!last) return;
    const remembered = runs.filter(({ run, expiry }) => run.time > now - JOB_HISTORY || expiry > now);
    for (const item of items) {
      if (item.scheduledUntil >= last.run.time) continue;
      for (const { run } of remembered) if (run.time > item.scheduledUntil) this.#backUp(item, run);
      const current: ProtectedItem = { ...item, scheduledUntil: last.run.time };
      this.context.state.protectedItems.set(item.id, current);
      this.#forgetJobs(current, now);
    }
  }

  #backUp(item: ProtectedItem, { time, day, isLast }: ScheduledRun): void {
    const job = simulateBackup(this.context, item, { startTime: time, scheduled: { day, isLast }, activityId: randomUUID() });
    this.context.state.jobs.add(job);
  }

  /** Removes old jobs without a recovery point, but never the last completed backup, which keeps its item `Protected`. */
  #forgetJobs(item: ProtectedItem, now: number): void {
    const { jobs } = this.context.state;
    const completed = [...jobs.ofItem(item.id)]
      .reverse()
      .find(({ operation, outcome }) => operation === "Backup" && outcome === "Completed");
    jobs.remove(item.id, (job: Job) => {
      if (job.endTime > now - JOB_HISTORY || job.id === completed?.id) return false;
      return job.operation !== "Backup" || recoveryPointOf(this.context, item, job) === undefined;
    });
  }
}

/** Returns the items that use a policy. */
export function itemsOfPolicy({ state }: Context, policyId: string): ProtectedItem[] {
  return [...state.protectedItems.values()].filter((item) => item.policyId !== undefined && isSameName(item.policyId, policyId));
}
