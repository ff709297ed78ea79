import { currentTask, isSettled, type Milestone, type VmRun } from "../backup-now/progress";
import { hasEnded, type BackupJob } from "../vault/backup-job";
import { byName } from "../vault/vm-label";
import { formatDuration } from "./duration";
import { NONE, plainTable } from "./plain-table";
import { colourOf } from "./status-colour";
import { statusOf, summary } from "./table";
import type { Colours } from "./terminal";

const HEAD = ["VM", "Phase", "Progress", "Elapsed", "Remaining"];
const BAR_WIDTH = 20;
/** Lines of a table other than its rows: frame, head, summary and the cursor's line. */
const LINES_BESIDE_ROWS = 6;

/** Formats the live table of a run: running VMs first, and at most as many rows as the terminal has. */
export function liveTable(
  runs: readonly VmRun[],
  waitFor: Milestone,
  now: Date,
  { colours, rows }: { readonly colours: Colours; readonly rows: number },
): string {
  const sorted = [...runs].sort((a, b) => rankOf(a, waitFor) - rankOf(b, waitFor) || byName(a.item, b.item));
  const shown = sorted.slice(0, Math.max(1, Math.floor((rows - LINES_BESIDE_ROWS) / 2)));
  const left = runs.length - shown.length;
  const table = plainTable(
    HEAD,
    shown.map((run) => rowOf(run, now, colours)),
  );
  return [table, ...(left > 0 ? [`and ${left} more`] : []), summary(runs, waitFor)].join("\n");
}

/** A bar of blocks, `█████░░░░░░░░░░░░░░░  25 %`. */
export function bar(percent: number): string {
  const whole = Math.min(100, Math.max(0, percent));
  const filled = Math.round((whole / 100) * BAR_WIDTH);
  return `${"█".repeat(filled)}${"░".repeat(BAR_WIDTH - filled)} ${String(Math.round(whole)).padStart(3)} %`;
}

/**
 * Returns the progress of a job from 0 to 100: Azure's value, or else the share of completed steps. Undefined while none are known. Only an
 * ended job has 100.
 */
export function percentOf(job: BackupJob): number | undefined {
  if (hasEnded(job)) return 100;
  if (job.progressPercent !== undefined) return Math.min(99, job.progressPercent);
  if (job.tasks === undefined || job.tasks.length === 0) return undefined;
  const done = job.tasks.filter(({ status }) => status === "Completed" || status === "Skipped").length;
  return Math.min(99, (done / job.tasks.length) * 100);
}

/** Formats an ISO 8601 or .NET time span, such as `PT1H5M` or `01:05:00`; undefined if it is neither. */
export function remainingOf(span: string | undefined): string | undefined {
  const iso = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:\.\d+)?S)?)?$/.exec(span ?? "");
  const net = /^(?:(\d+)\.)?(\d{1,2}):(\d{2}):(\d{2})/.exec(span ?? "");
  const parts = iso ?? net;
  if (!parts) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((part: string | undefined) => Number(part ?? 0));
  const ms = (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1_000;
  return ms > 0 ? formatDuration(ms) : undefined;
}

function rowOf({ label, progress }: VmRun, now: Date, colours: Colours): string[] {
  const job = "job" in progress ? progress.job : undefined;
  const task = job && progress.kind === "running" ? currentTask(job)?.name : undefined;
  const percent = job && progress.kind !== "failed" ? percentOf(job) : undefined;
  const end = job?.endTime ?? now;
  return [
    label,
    colourOf(task ?? statusOf(progress), colours),
    percent === undefined ? "" : bar(percent),
    job?.startTime ? formatDuration(end.getTime() - job.startTime.getTime()) : NONE,
    (progress.kind === "running" ? remainingOf(job?.estimatedRemaining) : undefined) ?? NONE,
  ];
}

/** Sort order: running, waiting, failed, other ended VMs. */
function rankOf({ progress }: VmRun, waitFor: Milestone): number {
  if (progress.kind === "running" && !isSettled(progress, waitFor)) return 0;
  if (progress.kind === "requested" || progress.kind === "waiting") return 1;
  return progress.kind === "failed" ? 2 : 3;
}
