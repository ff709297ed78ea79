import type { DrillResult } from "../../drill/drill";
import type { DrillOptions } from "../../drill/drill-options";
import type { DrillRecord, DrillResource } from "../../drill/drill-record";
import { drillReasons, drillStatus, drillSummary, secondsText } from "../../report/drill-words";
import { formatInstant } from "../../report/duration";
import { NONE, plainTable } from "../../report/plain-table";

/** What a drill is going to do, in one line. */
export function chosenLine(
  drillId: string,
  { items, candidates, draw }: DrillResult["chosen"],
  { restores }: DrillOptions,
): string {
  if (items.length === 0) return `drill ${drillId} only deletes what earlier drills have left`;
  const drawn = draw === undefined ? "" : `, drawn from ${candidates} (--draw ${draw} repeats the draw)`;
  const what = restores === "vm" ? "as VMs" : "their disks";
  return `drill ${drillId} restores ${items.length} ${items.length === 1 ? "VM" : "VMs"}, ${what}${drawn}: ${items.map(({ vmName }) => vmName).join(", ")}`;
}

/** The result of a drill as a table, with what is left below it. */
export function drillTable(record: DrillRecord): string {
  const rows = record.vms.map((vm) => [
    vm.label,
    drillStatus(vm),
    vm.recoveryPointTime === null ? NONE : formatInstant(new Date(vm.recoveryPointTime)),
    secondsText(vm.pointAgeSeconds),
    secondsText(vm.restoreSeconds),
    `${vm.checks.filter(({ outcome }) => outcome === "passed").length} of ${vm.checks.length}`,
    drillReasons(vm, record).join("\n") || NONE,
  ]);
  const head = ["VM", "Drill", "Recovery point", "Age", "Restored in", "Checks passed", "Reason"];
  const resources = [...record.cleaned, ...record.vms.flatMap((vm) => vm.resources)];
  const left = resources.filter(({ state }) => state === "left");
  const deleted = resources.length - left.length;
  return [
    ...(rows.length > 0 ? [plainTable(head, rows)] : []),
    record.vms.length > 0 ? drillSummary(record) : "nothing was restored",
    `${deleted} ${deleted === 1 ? "resource was" : "resources were"} deleted, ${left.length === 0 ? "nothing is left" : `${left.length} left:`}`,
    ...left.map(leftLine),
  ].join("\n");
}

function leftLine({ what, id, reason }: DrillResource): string {
  return `  ${what} ${id}: ${reason ?? "unknown reason"}`;
}
