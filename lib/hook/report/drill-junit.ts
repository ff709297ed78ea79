import type { DrilledVm, DrillRecord } from "../drill/drill-record";
import { withCleanTexts } from "../outgoing/foreign-text";
import { checkText, drillReasons, drillStatus, metText, secondsText } from "./drill-words";
import { type Element, errorCase, junitFile, plain, problem } from "./junit";

/** Formats the evidence of a drill as a JUnit file, with one test case per VM. */
export function drillJunit(evidence: DrillRecord): string {
  const record = withCleanTexts(evidence);
  const { vault, drillId, scratchGroupId, restores, candidates, draw, objectiveMinutes, pointAgeHours } = record;
  const facts = { vaultId: record.vaultId, drillId, scratchGroupId, restores, candidates, draw, objectiveMinutes, pointAgeHours };
  const known = Object.entries(facts).filter(([, value]) => value !== null);
  return junitFile({
    name: `Restore drill of ${vault}`,
    startTime: record.startTime,
    properties: Object.fromEntries(known.map(([name, value]) => [name, String(value)])),
    cases: [...record.vms.map((vm) => caseOf(vm, record)), ...errorCase(vault, record.error)],
  });
}

function caseOf(vm: DrilledVm, record: DrillRecord): Element {
  const status = drillStatus(vm);
  const reasons = drillReasons(vm, record);
  const text = [...(reasons.length > 0 ? reasons : [status]), ...(vm.remedy === null ? [] : [vm.remedy])].join("; ");
  return {
    ...{ "@name": vm.label, "@classname": record.vault, "@time": vm.restoreSeconds ?? 0 },
    ...(status === "Failed" ? { failure: problem("failed", text) } : {}),
    ...(status === "Skipped" ? { skipped: { "@message": plain(text) } } : {}),
    "system-out": plain(evidenceOf(vm).join("\n")),
  };
}

/** The evidence of a VM, one fact a line. */
function evidenceOf(vm: DrilledVm): string[] {
  return [
    `protected item: ${vm.protectedItemId}`,
    ...(vm.recoveryPointId === null ? [] : [`recovery point: ${vm.recoveryPointId}`]),
    ...(vm.recoveryPointTime === null ? [] : [`taken: ${vm.recoveryPointTime}`]),
    `age: ${secondsText(vm.pointAgeSeconds)} (limit: ${metText(vm.pointAgeMet)})`,
    `tier: ${vm.tiers.join(" and ")}; consistency: ${vm.consistency ?? "-"}`,
    `time to restore: ${secondsText(vm.restoreSeconds)} (objective: ${metText(vm.objectiveMet)})`,
    ...vm.jobIds.map((id) => `job: ${id}`),
    ...vm.checks.map((check) => `check: ${checkText(check)}`),
    ...vm.resources.map(({ what, id, state, reason }) => `${state}: ${what} ${id}${reason === null ? "" : ` (${reason})`}`),
  ];
}
