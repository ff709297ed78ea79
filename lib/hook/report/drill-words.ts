import type { DrillCheck, DrilledVm, DrillRecord } from "../drill/drill-record";
import { formatDuration } from "./duration";
import { NONE } from "./none";

/** Whether a drilled VM counts as failed: it failed, or something that was asked for is not met. */
export function isDrillFailure({ outcome, objectiveMet, pointAgeMet, checks }: DrilledVm): boolean {
  if (outcome === "skipped") return false;
  return outcome === "failed" || objectiveMet === false || pointAgeMet === false || checks.some(isFailedCheck);
}

export function isFailedCheck({ outcome }: DrillCheck): boolean {
  return outcome === "failed";
}

/** The status of a drilled VM in one word. */
export function drillStatus(vm: DrilledVm): "Passed" | "Failed" | "Skipped" {
  if (vm.outcome === "skipped") return "Skipped";
  return isDrillFailure(vm) ? "Failed" : "Passed";
}

/** Why a drilled VM failed or was skipped; empty if it passed. */
export function drillReasons(vm: DrilledVm, record: DrillRecord): string[] {
  if (drillStatus(vm) === "Passed") return [];
  const { reason, objectiveMet, pointAgeMet, checks } = vm;
  const unmet = [
    ...(objectiveMet === false ? [`the restore took ${secondsText(vm.restoreSeconds)}, ${objectiveText(record)}`] : []),
    ...(pointAgeMet === false ? [`the recovery point is ${secondsText(vm.pointAgeSeconds)} old, ${pointAgeText(record)}`] : []),
    ...checks.filter(isFailedCheck).map(checkText),
  ];
  return reason === null ? unmet : [reason, ...unmet];
}

/** A check in words: `number of data disks: failed, expected 2, found 1`. */
export function checkText({ name, outcome, expected, found, detail }: DrillCheck): string {
  const parts = [
    outcome,
    ...(expected === null ? [] : [`expected ${expected}`]),
    ...(found === null ? [] : [`found ${found}`]),
    ...(detail === null ? [] : [detail]),
  ];
  return `${name}: ${parts.join(", ")}`;
}

export function objectiveText({ objectiveMinutes }: DrillRecord): string {
  return objectiveMinutes === null ? "no objective" : `the objective is ${formatDuration(objectiveMinutes * 60_000)}`;
}

export function pointAgeText({ pointAgeHours }: DrillRecord): string {
  return pointAgeHours === null ? "no limit" : `the greatest age is ${formatDuration(pointAgeHours * 3_600_000)}`;
}

/** The count of VMs by status: `3 VMs: 2 passed, 1 failed`. */
export function drillSummary({ vms }: DrillRecord): string {
  const counts = (["Passed", "Failed", "Skipped"] as const).flatMap((status) => {
    const count = vms.filter((vm) => drillStatus(vm) === status).length;
    return count > 0 ? [`${count} ${status.toLowerCase()}`] : [];
  });
  return counts.length === 0 ? "no VM was drilled" : `${vms.length} ${vms.length === 1 ? "VM" : "VMs"}: ${counts.join(", ")}`;
}

export function secondsText(seconds: number | null): string {
  return seconds === null ? NONE : formatDuration(seconds * 1_000);
}

export function metText(met: boolean | null): string {
  if (met === null) return NONE;
  return met ? "met" : "not met";
}
