import { parseVaultId } from "../../../azure/resource-id";
import type { ExitCode } from "../../../contract/exit-code";
import { remediesIn } from "../../backup-now/explain";
import { withCleanTexts } from "../../outgoing/foreign-text";
import { formatDuration, formatInstant } from "../../report/duration";
import { escaped } from "../../report/markdown";
import { phasesOf } from "../../report/phases";
import { NONE } from "../../report/plain-table";
import type { RunRecord } from "../../report/run-record";
import { statusOf } from "../../report/table";
import type { RestoreResult } from "../../restore/follow-restore";
import type { RestoredResource } from "../../restore/restored-resources";
import type { PreparedRestore } from "../../restore/prepare";
import type { RestoreOptions } from "../../restore/restore-options";
import { RESTORE_RECORD_VERSION, type RestoreRecord } from "../../restore/restore-record";
import { resourceGroupOf } from "../../vault/vm-label";
import { VERSION } from "../../version";

export interface RestoreEnd {
  readonly startTime: Date;
  readonly endTime: Date;
  readonly exitCode: ExitCode;
  readonly prepared: PreparedRestore | undefined;
  readonly result: RestoreResult | undefined;
  readonly made: readonly RestoredResource[];
  readonly terraform: readonly string[];
  readonly error: string | undefined;
  readonly resumeCommand: string | undefined;
}

export function restoreRecord(options: RestoreOptions, end: RestoreEnd): RestoreRecord {
  const { prepared, result } = end;
  const progress = result?.progress;
  const job = result?.job;
  const reason = progress && "reason" in progress ? progress.reason : null;
  const took = job?.startTime && job.endTime ? (job.endTime.getTime() - job.startTime.getTime()) / 1_000 : null;
  // Texts are cleaned before a format changes them, such as HTML with its escapes.
  return withCleanTexts({
    version: RESTORE_RECORD_VERSION,
    tool: `azure-vm-backup ${VERSION}`,
    operation: "restore",
    vaultId: options.vaultId,
    vault: parseVaultId(options.vaultId)?.vaultName ?? options.vaultId,
    vm: prepared?.item.vmName ?? options.vm,
    resourceGroup: prepared ? resourceGroupOf(prepared.item) : null,
    label: prepared?.label ?? options.vm,
    restoresTo: options.to,
    recoveryPointId: prepared?.point.id ?? null,
    recoveryPointTime: prepared?.point.time?.toISOString() ?? null,
    tiers: prepared?.point.tiers ?? [],
    jobId: job?.id ?? null,
    status: progress ? statusOf(progress) : "Not started",
    reason,
    remedies: remediesIn(reason ?? ""),
    startTime: end.startTime.toISOString(),
    endTime: end.endTime.toISOString(),
    jobSeconds: took,
    phases: phasesOf(job, end.startTime),
    exitCode: end.exitCode,
    error: end.error ?? null,
    resumeCommand: end.resumeCommand ?? null,
    made: end.made,
    terraform: end.terraform,
  });
}

/** Returns the restore as a run of one VM, for the JUnit file. */
export function asRun(record: RestoreRecord, { prepared, result }: RestoreEnd): RunRecord {
  const progress = result?.progress;
  const settled = progress !== undefined && !["waiting", "requested", "running"].includes(progress.kind);
  const outcome = progress?.kind === "completed" || progress?.kind === "completedWithWarnings" ? progress.kind : "failed";
  const vm = {
    vm: record.vm,
    resourceGroup: record.resourceGroup,
    label: record.label,
    protectedItemId: prepared?.item.id ?? "",
    outcome,
    settled,
    status: record.status,
    reason: record.reason,
    remedies: record.remedies,
    jobId: record.jobId,
    startTime: result?.job?.startTime?.toISOString() ?? null,
    endTime: result?.job?.endTime?.toISOString() ?? null,
    phases: record.phases,
    retainedUntil: null,
  } as const;
  return {
    ...{ version: 1, tool: record.tool, vaultId: record.vaultId, vault: record.vault, waitFor: "completed" },
    ...{ startTime: record.startTime, endTime: record.endTime, exitCode: record.exitCode, resumeCommand: record.resumeCommand },
    ended: result?.ended ?? "error",
    summary: record.status,
    error: record.error,
    vms: progress ? [vm] : [],
  };
}

export function restoreMarkdown(record: RestoreRecord): string {
  const point = record.recoveryPointTime === null ? NONE : formatInstant(new Date(record.recoveryPointTime));
  const lines = [
    `## Restore: ${escaped(record.label)}`,
    "",
    `**${escaped(record.status)}** (exit code ${record.exitCode})`,
    "",
    "| Recovery point | Tier | Restored to | Duration | Job |",
    "| --- | --- | --- | --- | --- |",
    `| ${[point, record.tiers.join(" and ") || NONE, record.restoresTo, record.jobSeconds === null ? NONE : formatDuration(record.jobSeconds * 1_000), record.jobId ?? NONE].map(escaped).join(" | ")} |`,
    "",
  ];
  for (const text of [record.reason, record.error]) if (text !== null) lines.push(`> ${escaped(text)}`, "");
  for (const { what, id } of record.made) lines.push(`- ${what}: ${escaped(id)}`);
  if (record.made.length > 0) lines.push("");
  if (record.terraform.length > 0) lines.push("For Terraform:", "", "```sh", ...record.terraform, "```", "");
  if (record.resumeCommand !== null)
    lines.push("The restore continues in Azure. To follow it again:", "", "```sh", record.resumeCommand, "```", "");
  return lines.join("\n");
}
