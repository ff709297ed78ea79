import type { DrilledVm, DrillRecord, DrillResource } from "../drill/drill-record";
import { withCleanTexts } from "../outgoing/foreign-text";
import {
  checkText,
  drillReasons,
  drillStatus,
  drillSummary,
  metText,
  objectiveText,
  pointAgeText,
  secondsText,
} from "./drill-words";
import { formatInstant } from "./duration";
import { escaped } from "./markdown";
import { NONE } from "./none";

/** GitHub Actions limits a job summary to one mebibyte, and this many VMs and resources stay below it. */
const MAX_VMS = 300;
const MAX_RESOURCES = 500;

/** Formats the evidence of a drill as Markdown, failures first. */
export function drillMarkdown(evidence: DrillRecord): string {
  const record = withCleanTexts(evidence);
  const order = ["Failed", "Skipped", "Passed"];
  const vms = [...record.vms].sort((a, b) => order.indexOf(drillStatus(a)) - order.indexOf(drillStatus(b)));
  const shown = vms.slice(0, MAX_VMS);
  return [
    `## Restore drill: ${escaped(record.vault)}`,
    "",
    `**${escaped(drillSummary(record))}** (exit code ${record.exitCode})`,
    "",
    ...(record.error === null ? [] : [`> ${escaped(record.error)}`, ""]),
    ...factsOf(record),
    "",
    ...tableOf(shown),
    ...(vms.length > MAX_VMS ? [`${vms.length - MAX_VMS} more VMs are in the JSON report.`, ""] : []),
    ...listOf(
      "Why",
      shown.flatMap((vm) => whyOf(vm, record)),
    ),
    ...listOf(
      "Checks",
      shown.flatMap(({ label, checks }) => checks.map((check) => `**${escaped(label)}**: ${escaped(checkText(check))}`)),
    ),
    ...listOf(
      "Azure's jobs",
      shown.flatMap(({ label, jobIds }) => jobIds.map((id) => `**${escaped(label)}**: ${escaped(id)}`)),
    ),
    ...resourcesOf(
      "What the drill made",
      shown.flatMap(({ resources }) => resources),
    ),
    ...resourcesOf("What an earlier drill had left", record.cleaned),
  ].join("\n");
}

function factsOf(record: DrillRecord): string[] {
  return [
    `- Drill: ${escaped(record.drillId)}, from ${formatInstant(new Date(record.startTime))} to ${formatInstant(new Date(record.endTime))}`,
    `- Restored: ${record.restores === "vm" ? "VMs" : "disks"}, to ${escaped(record.scratchGroupId)}`,
    `- Drawn: ${record.vms.length} of ${record.candidates} VMs${record.draw === null ? "" : ` (${escaped(record.draw)})`}`,
    `- Time to restore: ${objectiveText(record)}; age of the recovery point: ${pointAgeText(record)}`,
  ];
}

function tableOf(vms: readonly DrilledVm[]): string[] {
  if (vms.length === 0) return [];
  const rows = vms.map((vm) => `| ${cellsOf(vm).map(escaped).join(" | ")} |`);
  return [
    "| VM | Result | Recovery point | Tier | Age | Age limit | Time to restore | Objective | Checks |",
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ];
}

function cellsOf(vm: DrilledVm): string[] {
  const passed = vm.checks.filter(({ outcome }) => outcome === "passed").length;
  return [
    vm.label,
    drillStatus(vm),
    vm.recoveryPointTime === null ? NONE : formatInstant(new Date(vm.recoveryPointTime)),
    vm.tiers.join(" and ") || NONE,
    secondsText(vm.pointAgeSeconds),
    metText(vm.pointAgeMet),
    secondsText(vm.restoreSeconds),
    metText(vm.objectiveMet),
    vm.checks.length === 0 ? NONE : `${passed} of ${vm.checks.length} passed`,
  ];
}

function whyOf(vm: DrilledVm, record: DrillRecord): string[] {
  const reasons = drillReasons(vm, record);
  if (reasons.length === 0) return [];
  const remedy = vm.remedy === null ? "" : ` Remedy: ${vm.remedy}`;
  return [`**${escaped(vm.label)}**: ${escaped(`${reasons.join("; ")}.${remedy}`)}`];
}

/** Resources that are left come first. */
function resourcesOf(title: string, resources: readonly DrillResource[]): string[] {
  const left = resources.filter(({ state }) => state === "left");
  const rows = [...left, ...resources.filter(({ state }) => state === "deleted")];
  const lines = rows
    .slice(0, MAX_RESOURCES)
    .map(({ what, id, state, reason }) => escaped(`${state}: ${what} ${id}${reason === null ? "" : ` (${reason})`}`));
  const rest = rows.length > MAX_RESOURCES ? [`${rows.length - MAX_RESOURCES} more are in the JSON report`] : [];
  return listOf(title, [...lines, ...rest]);
}

function listOf(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`### ${title}`, "", ...lines.map((line) => `- ${line}`), ""];
}
