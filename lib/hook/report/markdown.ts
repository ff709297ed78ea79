import { formatDuration, formatInstant } from "./duration";
import { NONE } from "./none";
import type { RunRecord, VmRecord } from "./run-record";

/** The maximum number of rows. GitHub Actions limits a job summary to one mebibyte, and this many rows stay far below it. */
const MAX_ROWS = 500;

const TROUBLE: ReadonlySet<VmRecord["outcome"]> = new Set(["failed", "cancelled", "completedWithWarnings"]);

/** Formats the summary of a run as Markdown, problems first. */
export function markdownOf(record: RunRecord): string {
  const troubled = record.vms.filter(isTroubled);
  const rows = [...troubled, ...record.vms.filter((vm) => !isTroubled(vm))];
  const lines = [
    `## Initial backup: ${escaped(record.vault)}`,
    "",
    `**${escaped(record.summary)}** (exit code ${record.exitCode})`,
    "",
  ];
  if (record.error !== null) lines.push(`> ${escaped(record.error)}`, "");
  if (rows.length > 0) {
    lines.push("| VM | Status | Started | Duration | Retained until |", "| --- | --- | --- | --- | --- |");
    for (const vm of rows.slice(0, MAX_ROWS)) lines.push(`| ${cellsOf(vm).map(escaped).join(" | ")} |`);
    if (rows.length > MAX_ROWS) lines.push("", `${rows.length - MAX_ROWS} more VMs are in the log.`);
    lines.push("");
  }
  for (const { label, status, reason } of troubled.slice(0, MAX_ROWS)) {
    lines.push(`- **${escaped(label)}**: ${escaped(reason ?? status)}`);
  }
  if (troubled.length > 0) lines.push("");
  if (record.resumeCommand !== null) {
    lines.push("Started backups continue in Azure. To continue watching them:", "", "```sh", record.resumeCommand, "```", "");
  }
  return lines.join("\n");
}

export function isTroubled({ outcome, settled }: VmRecord): boolean {
  return !settled || TROUBLE.has(outcome);
}

function cellsOf({ label, status, startTime, endTime, retainedUntil }: VmRecord): string[] {
  const [start, end] = [startTime, endTime].map((text) => (text === null ? undefined : new Date(text)));
  return [
    label,
    status,
    start ? formatInstant(start) : NONE,
    start && end ? formatDuration(end.getTime() - start.getTime()) : NONE,
    retainedUntil ?? NONE,
  ];
}

/** Escapes a text of Azure, so that it cannot become a table, a tag or a link. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\|<>[\]*_`]/g, (character) => `\\${character}`).replaceAll(/\s+/g, " ");
}
