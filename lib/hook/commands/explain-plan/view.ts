import { type ExitCode, PlanExitCode } from "../../../contract/exit-code";
import { type Finding, SEVERITIES, type Severity } from "../../explain-plan/finding";
import { blockOf } from "../../explain-plan/resource-change";
import { listOf } from "../../explain-plan/words";
import { escaped } from "../../report/markdown";
import { plainTable } from "../../report/plain-table";

/** What a plan does to backups: the JSON that the command prints. */
export interface Explanation {
  readonly exitCode: ExitCode;
  readonly summary: string;
  /** The time from which dates are counted. */
  readonly now: string;
  readonly counts: Readonly<Record<Severity, number>>;
  /** The worst first. */
  readonly findings: readonly Finding[];
}

export function explanationOf(findings: readonly Finding[], now: Date): Explanation {
  const of = (severity: Severity): number => findings.filter((finding) => finding.severity === severity).length;
  const counts = { refused: of("refused"), lost: of("lost"), warning: of("warning"), info: of("info") };
  return {
    exitCode: exitCodeOf(counts),
    summary: summaryOf(counts),
    now: now.toISOString(),
    counts,
    findings: findings.map(ordered),
  };
}

/** The members in the order in which a person reads them. */
function ordered({ kind, severity, address, text, remedy, ...rest }: Finding): Finding {
  return { severity, kind, address, text, remedy, ...rest };
}

function exitCodeOf({ refused, lost }: Explanation["counts"]): ExitCode {
  if (refused > 0) return PlanExitCode.applyRefused;
  return lost > 0 ? PlanExitCode.dataLost : PlanExitCode.nothingLost;
}

function summaryOf(counts: Explanation["counts"]): string {
  const { refused, lost, warning } = counts;
  const verdict =
    refused > 0
      ? "The apply will be refused"
      : lost > 0
        ? "Recovery points are lost"
        : warning > 0
          ? "No recovery point is lost; see the warnings"
          : "No recovery point is lost";
  const parts = SEVERITIES.filter((severity) => counts[severity] > 0).map((severity) => `${counts[severity]} ${severity}`);
  return parts.length === 0 ? verdict : `${verdict} (${parts.join(", ")})`;
}

/** Columns of text beside the severity. */
const WIDTH = 100;

export function explanationTable({ findings, summary }: Explanation): string {
  if (findings.length === 0) return summary;
  const rows = grouped(findings).map(({ severity, address, text, remedy }) => [
    severity,
    [address, ...wrapped(text), ...(remedy === undefined ? [] : wrapped(`Instead: ${remedy}`))].join("\n"),
  ]);
  return `${plainTable(["Severity", "What the plan does"], rows)}\n${summary}`;
}

function wrapped(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last === undefined || last.length + word.length + 1 > WIDTH) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}

/** GitHub takes comments of up to 65,536 characters. */
const MAX_LENGTH = 60_000;

/** Formats the findings for a pull request. What does not fit is counted. */
export function explanationMarkdown({ findings, summary, exitCode }: Explanation): string {
  const lines = ["## What this plan does to backups", "", `**${escaped(summary)}** (exit code ${exitCode})`, ""];
  if (findings.length === 0) return lines.join("\n");
  lines.push("| Severity | Address | What happens | Instead |", "| --- | --- | --- | --- |");
  let length = lines.join("\n").length;
  const groups = grouped(findings);
  for (const [index, { severity, address, text, remedy = "" }] of groups.entries()) {
    const row = `| ${[severity, address, text, remedy].map(escaped).join(" | ")} |`;
    length += row.length + 1;
    if (length > MAX_LENGTH) {
      lines.push("", `${groups.length - index} more findings are in the log.`);
      break;
    }
    lines.push(row);
  }
  return [...lines, ""].join("\n");
}

/** Joins the findings that say the same of several VMs, so that a thousand VMs are one row. JSON has them all. */
function grouped(findings: readonly Finding[]): Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.severity, finding.kind, withoutNames(finding, finding.text), blockOf(finding.address)]);
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (!first) return [];
    const names = others.flatMap(({ vms = [] }) => vms);
    return others.length === 0 ? [first] : [{ ...first, text: `${first.text} The same happens to ${listOf(names)}.` }];
  });
}

function withoutNames({ address, vms = [] }: Finding, text: string): string {
  return vms.length === 1 ? text.replaceAll(address, "").replaceAll(`VM ${vms[0] ?? ""}`, "VM") : text;
}
