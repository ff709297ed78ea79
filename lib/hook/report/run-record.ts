import { parseVaultId } from "../../azure/resource-id";
import type { BackupResult } from "../backup-now/backup-now";
import { isSettled, retainedUntilOf, type Milestone, type Progress, type VmRun } from "../backup-now/progress";
import { remediesIn } from "../backup-now/explain";
import type { BackupOptions } from "../backup-now/backup-context";
import type { ExitCode } from "../../contract/exit-code";
import { byName, resourceGroupOf } from "../vault/vm-label";
import { withCleanTexts } from "../outgoing/foreign-text";
import { VERSION } from "../version";
import { type PhaseRecord, phasesOf, stillWaiting } from "./phases";
import { statusOf, summary } from "./table";

/** The version of the JSON report. It is raised if a field is removed or changes its meaning, not if one is added. */
export const RECORD_VERSION = 1;

/** The result of a run, for the reports. Instants are ISO text in UTC. Null means that there is no value. */
export interface RunRecord {
  readonly version: typeof RECORD_VERSION;
  readonly tool: string;
  readonly vaultId: string;
  readonly vault: string;
  readonly waitFor: Milestone;
  readonly startTime: string;
  readonly endTime: string;
  /** Why the run ended: all backups reached the milestone or ended, a time-out, an interruption, or an error. */
  readonly ended: "settled" | "timedOut" | "interrupted" | "error";
  /** The exit code of the process. */
  readonly exitCode: ExitCode;
  readonly summary: string;
  /** The error that ended the run. */
  readonly error: string | null;
  /** The command that continues watching the backups that still run. */
  readonly resumeCommand: string | null;
  readonly vms: readonly VmRecord[];
}

export interface VmRecord {
  readonly vm: string;
  /** In lower case; null if it is not known. */
  readonly resourceGroup: string | null;
  /** The VM's name, with its resource group if the vault has another VM of that name. */
  readonly label: string;
  readonly protectedItemId: string;
  readonly outcome: VmOutcome;
  /** Whether the backup has reached the milestone or ended. */
  readonly settled: boolean;
  readonly status: string;
  /** Why the backup failed, was skipped, or is unusual. */
  readonly reason: string | null;
  /** What to do about the known errors in the reason. */
  readonly remedies: readonly string[];
  readonly jobId: string | null;
  readonly startTime: string | null;
  readonly endTime: string | null;
  /** The phases of the backup, in order. */
  readonly phases: readonly PhaseRecord[];
  /** The last day (UTC) on which the recovery point is kept. */
  readonly retainedUntil: string | null;
}

export type VmOutcome =
  | "alreadyBackedUp"
  | "skipped"
  | "notStarted"
  | "requested"
  | "running"
  | "snapshotTaken"
  | "completed"
  | "completedWithWarnings"
  | "cancelled"
  | "failed";

/** The facts about an ended run. */
export interface RunEnd {
  readonly startTime: Date;
  readonly endTime: Date;
  readonly exitCode: ExitCode;
  readonly result: Pick<BackupResult, "runs" | "ended">;
  readonly error: string | undefined;
  readonly resumeCommand: string | undefined;
}

export function recordOf(options: Pick<BackupOptions, "vaultId" | "waitFor">, end: RunEnd): RunRecord {
  const { runs, ended } = end.result;
  // Texts are cleaned before a format changes them, such as Markdown with its escapes.
  return withCleanTexts({
    version: RECORD_VERSION,
    tool: `azure-vm-backup ${VERSION}`,
    vaultId: options.vaultId,
    vault: parseVaultId(options.vaultId)?.vaultName ?? options.vaultId,
    waitFor: options.waitFor,
    startTime: end.startTime.toISOString(),
    endTime: end.endTime.toISOString(),
    ended: end.error !== undefined && ended === "settled" ? "error" : ended,
    exitCode: end.exitCode,
    summary: runs.length === 0 && end.error !== undefined ? "nothing was started" : summary(runs, options.waitFor),
    error: end.error ?? null,
    resumeCommand: end.resumeCommand ?? null,
    vms: [...runs].sort((a, b) => byName(a.item, b.item)).map((run) => vmRecord(run, options.waitFor, end.startTime)),
  });
}

function vmRecord(run: VmRun, waitFor: Milestone, runStart: Date): VmRecord {
  const { item, label, progress } = run;
  const job = "job" in progress ? progress.job : undefined;
  const reason = reasonOf(progress) ?? null;
  const isWaiting = progress.kind === "waiting" || progress.kind === "requested";
  return {
    vm: item.vmName,
    resourceGroup: resourceGroupOf(item),
    label,
    protectedItemId: item.id,
    outcome: outcomeOf(progress),
    settled: isSettled(progress, waitFor),
    status: statusOf(progress),
    reason,
    remedies: remediesIn(reason ?? ""),
    jobId: job?.id ?? null,
    startTime: job?.startTime?.toISOString() ?? null,
    endTime: job?.endTime?.toISOString() ?? null,
    phases: isWaiting ? stillWaiting(runStart) : phasesOf(job, runStart),
    retainedUntil: retainedUntilOf(run) ?? null,
  };
}

function outcomeOf(progress: Progress): VmOutcome {
  switch (progress.kind) {
    case "skipped":
      return progress.cause === "alreadyBackedUp" ? "alreadyBackedUp" : "skipped";
    case "waiting":
      return "notStarted";
    case "running":
      return progress.snapshotTaken ? "snapshotTaken" : "running";
    case "failed":
      return progress.job?.status === "Cancelled" ? "cancelled" : "failed";
    default:
      return progress.kind;
  }
}

function reasonOf(progress: Progress): string | undefined {
  if (progress.kind === "waiting") return progress.because;
  if (progress.kind === "completed") return progress.note;
  return "reason" in progress ? progress.reason : undefined;
}
