import type { Bar } from "../../../page/timeline";
import type { DrilledVm, DrillRecord, DrillResource } from "../../drill/drill-record";
import {
  checkText,
  drillReasons,
  drillStatus,
  drillSummary,
  metText,
  objectiveText,
  pointAgeText,
  secondsText,
} from "../drill-words";
import { formatInstant } from "../duration";
import { NONE } from "../none";
import type { VmOnPage } from "./report-model";
import { reportPage } from "./report-page";

const LOOKS = { Passed: "good", Failed: "bad", Skipped: "calm" } as const;

/** Formats the evidence of a drill as one page. */
export function drillPage(record: DrillRecord): string {
  const { vault, tool, startTime, endTime, exitCode, error, vms, cleaned, draw } = record;
  return reportPage({
    ...{ title: `Restore drill: ${vault}`, tool, startTime, endTime, exitCode, error },
    summary: drillSummary(record),
    facts: [
      ["Drill", record.drillId],
      ["Vault", record.vaultId],
      ["Started", formatInstant(new Date(startTime))],
      ["Ended", formatInstant(new Date(endTime))],
      ["Restored", record.restores === "vm" ? "VMs" : "disks"],
      ["Scratch resource group", record.scratchGroupId],
      ["Drawn", `${vms.length} of ${record.candidates} VMs${draw === null ? "" : ` (${draw})`}`],
      ["Time to restore", objectiveText(record)],
      ["Age of the recovery point", pointAgeText(record)],
    ],
    columns: ["Recovery point", "Tier", "Age", "Age limit", "Time to restore", "Objective", "Checks", "Azure's jobs"],
    vms: vms.map((vm) => onPage(vm, record)),
    lists: [
      { title: "What the drill made", lines: resourceLines(vms.flatMap(({ resources }) => resources)) },
      { title: "What an earlier drill had left", lines: resourceLines(cleaned) },
    ],
  });
}

function onPage(vm: DrilledVm, record: DrillRecord): VmOnPage {
  const status = drillStatus(vm);
  const passed = vm.checks.filter(({ outcome }) => outcome === "passed").length;
  return {
    ...{ label: vm.label, status, look: LOOKS[status], problem: status === "Failed" },
    reasons: drillReasons(vm, record),
    remedies: vm.remedy === null ? [] : [vm.remedy],
    bars: barsOf(vm),
    cells: [
      instantText(vm.recoveryPointTime),
      vm.tiers.join(" and ") || NONE,
      secondsText(vm.pointAgeSeconds),
      metText(vm.pointAgeMet),
      secondsText(vm.restoreSeconds),
      metText(vm.objectiveMet),
      vm.checks.length === 0 ? NONE : `${passed} of ${vm.checks.length} passed`,
      vm.jobIds.join(", ") || NONE,
    ],
    facts: [
      ["Recovery point", vm.recoveryPointId ?? NONE],
      ["Taken", instantText(vm.recoveryPointTime)],
      ["Consistency", vm.consistency ?? NONE],
      ["Restore started", instantText(vm.restoreStartTime)],
      ["Restore ended", instantText(vm.restoreEndTime)],
      ["Checks", vm.checks.map(checkText)],
      ["Azure's jobs", vm.jobIds],
      ["Resources", resourceLines(vm.resources)],
      ["Protected item", vm.protectedItemId],
    ],
  };
}

function barsOf(vm: DrilledVm): Bar[] {
  const { restoreStartTime, restoreEndTime } = vm;
  if (restoreStartTime === null) return [];
  const to = restoreEndTime === null ? undefined : Date.parse(restoreEndTime);
  const look = drillStatus(vm) === "Failed" ? "failed" : "transfer";
  return [{ name: "Restore", look, from: Date.parse(restoreStartTime), to }];
}

function resourceLines(resources: readonly DrillResource[]): string[] {
  return resources.map(({ what, id, state, reason }) => `${state}: ${what} ${id}${reason === null ? "" : ` (${reason})`}`);
}

function instantText(text: string | null): string {
  return text === null ? NONE : formatInstant(new Date(text));
}
