import { formatDuration, formatInstant } from "./duration";
import { NONE } from "./plain-table";
import type { RunRecord, VmRecord } from "./run-record";

/** A job summary may have one mebibyte in GitHub Actions; so many rows stay far below it. */
const MOST_ROWS = 500;

const TROUBLE: ReadonlySet<VmRecord["outcome"]> = new Set(["failed", "cancelled", "completedWithWarnings"]);

/** The summary of a run as Markdown, what went wrong first. */
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
    for (const vm of rows.slice(0, MOST_ROWS)) lines.push(`| ${cellsOf(vm).map(escaped).join(" | ")} |`);
    if (rows.length > MOST_ROWS) lines.push("", `${rows.length - MOST_ROWS} more VMs are in the log.`);
    lines.push("");
  }
  for (const { label, status, reason } of troubled.slice(0, MOST_ROWS)) {
    lines.push(`- **${escaped(label)}**: ${escaped(reason ?? status)}`);
  }
  if (troubled.length > 0) lines.push("");
  if (record.resumeCommand !== null) {
    lines.push("Started backups go on in Azure. To go on watching:", "", "```sh", record.resumeCommand, "```", "");
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

/** Text of Azure's that must not become a table, a tag or a link of the page. */
export function escaped(text: string): string {
  return text.replaceAll(/[\\|<>[\]*_`]/g, (character) => `\\${character}`).replaceAll(/\s+/g, " ");
}
