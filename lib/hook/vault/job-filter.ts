import { DAY_MS } from "../../azure/durations";
import type { BackupJob } from "./backup-job";

/** The filters that Recovery Services understands: `eq`, joined by ` and `, nothing else. */

/** Selects VMs only. Items and jobs of other workloads in the vault have other fields. */
export const VM_ITEMS_FILTER = "backupManagementType eq 'AzureIaasVM' and itemType eq 'VM'";

/** The longest span of a filter that Azure accepts is about a month. First backups are documented to run longer than a day. */
const LONGEST_JOB_MS = 29 * DAY_MS;

/** A query for jobs. Azure's filter takes one status and one operation; more are filtered by {@link matchesQuery}. */
export interface JobQuery {
  /** The earliest start of a job. */
  readonly from: Date;
  /** The latest start of a job. */
  readonly to: Date;
  readonly statuses?: readonly string[] | undefined;
  readonly operations?: readonly string[] | undefined;
}

/** Returns the query for backups that run at an instant. */
export function runningBackups(now: Date): JobQuery {
  return { ...around(now, LONGEST_JOB_MS), statuses: ["InProgress"], operations: ["Backup"] };
}

/** Returns the query for the jobs of the last month. */
export function recentJobs(now: Date): JobQuery {
  return around(now, LONGEST_JOB_MS);
}

/** Returns the query for backups started in the 24 hours before an instant or later. */
export function backupsOfLastDay(now: Date): JobQuery {
  return { ...around(now, DAY_MS), operations: ["Backup"] };
}

/** Returns a span that ends a day after an instant, to allow for clock differences. */
function around(now: Date, beforeMs: number): Pick<JobQuery, "from" | "to"> {
  return { from: new Date(now.getTime() - beforeMs), to: new Date(now.getTime() + DAY_MS) };
}

export function jobFilter({ from, to, statuses, operations }: JobQuery): string {
  const terms = [
    `startTime eq '${filterTime(from)}'`,
    `endTime eq '${filterTime(to)}'`,
    ...(operations?.length === 1 ? [`operation eq '${operations[0] ?? ""}'`] : []),
    "backupManagementType eq 'AzureIaasVM'",
    ...(statuses?.length === 1 ? [`status eq '${statuses[0] ?? ""}'`] : []),
  ];
  return terms.join(" and ");
}

/** Whether a listed job has one of the statuses and operations. */
export function matchesQuery(job: BackupJob, { statuses, operations }: JobQuery): boolean {
  return isOneOf(job.status, statuses) && isOneOf(job.operation, operations);
}

/** Formats an instant in UTC with a 12-hour clock, `2026-11-20 12:05:00 AM`: the only date format that the filter accepts. */
export function filterTime(instant: Date): string {
  const [day = "", time = ""] = instant.toISOString().split("T");
  const hours = instant.getUTCHours();
  const hour = String(hours % 12 || 12).padStart(2, "0");
  return `${day} ${hour}${time.slice(2, 8)} ${hours < 12 ? "AM" : "PM"}`;
}

function isOneOf(word: string, words: readonly string[] | undefined): boolean {
  return words === undefined || words.some((one) => one.toLowerCase() === word.toLowerCase());
}
